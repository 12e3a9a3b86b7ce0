import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet } from '@tanstack/react-router';
import { CircleCheckBig, Gauge, ListTree, LogOut, Search, Settings, Workflow } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useEffect, useState } from 'react';
import { Toaster } from 'sonner';
import { startLive, useLiveState } from '../api/live.ts';
import { meQuery } from '../api/queries.ts';
import { withMod } from '../ui/with-mod.ts';
import { Palette } from './palette.tsx';
import { usePreferences } from './preferences.ts';
import { signOut } from './session.ts';
import { ShortcutSheet } from './shortcut-list.tsx';
import { useShortcuts } from './shortcuts.tsx';

const places = [
  { to: '/', word: 'Dashboard', Icon: Gauge },
  { to: '/runs', word: 'Runs', Icon: ListTree },
  { to: '/flows', word: 'Flows', Icon: Workflow },
  { to: '/approvals', word: 'Approvals', Icon: CircleCheckBig },
  { to: '/settings', word: 'Settings', Icon: Settings },
] as const;

/** Says in words what the dot means: whether changes arrive by themselves. */
function LiveMark() {
  const state = useLiveState();
  if (state === 'off') return null;
  return (
    <span role="status" className="flex items-center gap-2 text-meta text-ink-3">
      <span aria-hidden className={`size-2 rounded-full ${state === 'live' ? 'bg-complete' : 'bg-awaiting'}`} />
      {state === 'live' ? 'Live' : 'Reconnecting'}
    </span>
  );
}

function Who() {
  const { data: me } = useQuery(meQuery);
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className="flex h-9 max-w-44 items-center gap-2 rounded-control px-2 hover:bg-line/60">
        <span aria-hidden className="grid size-7 place-items-center rounded-full bg-line font-semibold">
          {me?.name.slice(0, 1)}
        </span>
        <span className="truncate max-md:sr-only">{me?.name}</span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={6}
          className="z-50 min-w-52 rounded-card border border-line bg-surface p-1 shadow-sm"
        >
          <DropdownMenu.Label className="px-3 py-2 text-meta text-ink-3">{me?.email}</DropdownMenu.Label>
          <DropdownMenu.Item
            className="flex cursor-pointer items-center gap-2 rounded-control px-3 py-2 outline-none data-highlighted:bg-line/60"
            onSelect={() => void signOut()}
          >
            <LogOut aria-hidden size={16} /> Sign out
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** What every page has around it: where one can go, whether it is live, who is signed in. At the foot on a phone. */
export function Layout() {
  const queries = useQueryClient();
  const [searching, setSearching] = useState(false);
  const [helping, setHelping] = useState(false);
  const { theme } = usePreferences();
  useEffect(() => startLive(queries), [queries]);
  useShortcuts(
    () => setSearching(true),
    () => setHelping(true),
  );
  return (
    <div className="flex min-h-dvh flex-col max-md:pb-16">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:bg-surface focus:p-2"
      >
        Skip to content
      </a>
      <header className="sticky top-0 z-30 flex h-14 items-center gap-6 border-b border-line bg-surface px-5 max-lg:gap-3 max-md:px-4">
        <Link to="/" className="flex items-center gap-2 text-title font-bold no-underline">
          <img src="/icon.svg" alt="" width={22} height={22} /> Sluice
        </Link>
        <nav
          aria-label="Main"
          className="flex gap-1 max-md:fixed max-md:inset-x-0 max-md:bottom-0 max-md:z-30 max-md:h-16 max-md:justify-around max-md:border-t max-md:border-line max-md:bg-surface max-md:px-2"
        >
          {places.map(({ to, word, Icon }) => (
            <Link
              key={to}
              to={to}
              activeOptions={{ exact: to === '/' }}
              className="flex h-9 items-center gap-2 rounded-control px-3 text-ink-2 no-underline hover:bg-line/60 hover:text-ink md:max-lg:px-2 max-md:h-16 max-md:min-w-14 max-md:flex-col max-md:justify-center max-md:gap-0.5 max-md:px-1 max-md:text-[11px]"
              activeProps={{ className: 'text-ink! font-semibold', 'aria-current': 'page' }}
            >
              <Icon aria-hidden size={18} className="md:max-lg:hidden" /> {word}
            </Link>
          ))}
        </nav>
        <div className="ml-auto flex items-center gap-3">
          <LiveMark />
          <button
            type="button"
            onClick={() => setSearching(true)}
            className="flex h-9 items-center gap-2 rounded-control border border-line px-3 text-ink-3 hover:border-control"
          >
            <Search aria-hidden size={16} />
            <span className="max-lg:sr-only">Search</span>
            <kbd className="font-sans text-[12px] max-lg:hidden">{withMod('K')}</kbd>
          </button>
          <Who />
        </div>
      </header>
      <main id="content" tabIndex={-1} className="flex min-w-0 grow flex-col outline-none">
        <Outlet />
      </main>
      <Palette open={searching} onOpenChange={setSearching} />
      <ShortcutSheet open={helping} onOpenChange={setHelping} />
      <Toaster position="bottom-right" theme={theme} />
    </div>
  );
}
