/** How menus and their entries look. */
export const menuLook =
  'z-50 max-h-[70vh] min-w-44 overflow-y-auto rounded-card border border-line bg-surface p-1 shadow-sm';
export const menuItemLook =
  'flex min-h-9 cursor-pointer items-center gap-2 rounded-control px-3 py-1.5 outline-none data-disabled:cursor-default data-disabled:text-ink-3 data-highlighted:bg-line/60';
