import { Empty } from '../../ui/states.tsx';

export const FlowPage = () => <Empty title="Flow" />;
