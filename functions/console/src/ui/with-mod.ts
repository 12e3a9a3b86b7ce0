const apple = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The key that goes with others, as this keyboard names it. */
export const modKey = apple ? '⌘' : 'Ctrl';

/** How a shortcut with the main modifier is written on this machine: `⌘K`, or `Ctrl K`. */
export const withMod = (key: string): string => (apple ? `⌘${key}` : `Ctrl ${key}`);
