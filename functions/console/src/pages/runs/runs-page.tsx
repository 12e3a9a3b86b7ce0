import { Empty } from '../../ui/states.tsx';

export const RunsPage = () => <Empty title="Runs" />;
