import { Empty } from '../../ui/states.tsx';

export const SettingsPage = () => <Empty title="Settings" />;
