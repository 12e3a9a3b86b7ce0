import { Empty } from '../../ui/states.tsx';

export const ComparePage = () => <Empty title="Compare" />;
