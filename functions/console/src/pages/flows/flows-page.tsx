import { Empty } from '../../ui/states.tsx';

export const FlowsPage = () => <Empty title="Flows" />;
