/** Fetches the dialog's code: before it is opened, when somebody is about to. */
export const loadRunDialog = () => import('./run-dialog.tsx');
