import { useMedia } from './use-media.ts';

/** Whether the window is so narrow that tables are cards, and the canvas a list of steps. */
export const usePhone = (): boolean => useMedia('(max-width: 767px)');
