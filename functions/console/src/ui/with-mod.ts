const apple = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** How a shortcut with the main modifier is written on this machine: `⌘K`, or `Ctrl K`. */
export const withMod = (key: string): string => (apple ? `⌘${key}` : `Ctrl ${key}`);
