// Before the first paint, and before any module: a page never flashes in the other theme.
{
  const chosen = localStorage.getItem('sluice.theme');
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  document.documentElement.dataset.motion = localStorage.getItem('sluice.motion') ?? 'system';
}
