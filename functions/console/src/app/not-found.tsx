import { Link } from '@tanstack/react-router';
import { Empty } from '../ui/states.tsx';

export const NotFound = () => (
  <Empty whole title="There is no such page" action={<Link to="/runs">All runs</Link>}>
    The address may be wrong, or what it named is gone.
  </Empty>
);
