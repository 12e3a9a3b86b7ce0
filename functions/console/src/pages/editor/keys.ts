const apple = /Mac|iPhone|iPad/.test(navigator.platform);

/** Keys as they are written on this keyboard. */
export const keys = {
  publish: apple ? '⌘↵' : 'Ctrl+Enter',
  find: apple ? '⌘F' : 'Ctrl+F',
};
