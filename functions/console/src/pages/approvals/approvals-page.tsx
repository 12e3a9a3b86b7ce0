import { Empty } from '../../ui/states.tsx';

export const ApprovalsPage = () => <Empty title="Approvals" />;
