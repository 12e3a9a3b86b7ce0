import { Empty } from '../../ui/states.tsx';

export const EditorPage = () => <Empty title="Editor" />;
