import { Empty } from '../../ui/states.tsx';

export const DashboardPage = () => <Empty title="Dashboard" />;
