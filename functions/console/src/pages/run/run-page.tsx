import { Empty } from '../../ui/states.tsx';

export const RunPage = () => <Empty title="Run" />;
