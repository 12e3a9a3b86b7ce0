import { useSyncExternalStore } from 'react';

/** What a person prefers in this browser; nothing of it is sent anywhere. */
export interface Preferences {
  theme: 'system' | 'light' | 'dark';
  motion: 'system' | 'reduced' | 'full';
  /** `browser`, `UTC`, or a name of the IANA database. */
  zone: string;
  /** Whether single keys are shortcuts (WCAG 2.1.4). */
  keys: 'on' | 'off';
}

const defaults: Preferences = { theme: 'system', motion: 'system', zone: 'browser', keys: 'on' };
const listeners = new Set<() => void>();
const darkly = matchMedia('(prefers-color-scheme: dark)');

let value: Preferences = read();

function read(): Preferences {
  const entries = Object.keys(defaults).map((name) => [name, localStorage.getItem(`sluice.${name}`)] as const);
  return { ...defaults, ...Object.fromEntries(entries.filter(([, stored]) => stored !== null)) } as Preferences;
}

function apply(): void {
  const { theme, motion } = value;
  const dark = theme === 'dark' || (theme === 'system' && darkly.matches);
  Object.assign(document.documentElement.dataset, { theme: dark ? 'dark' : 'light', motion });
}
darkly.addEventListener('change', apply);

export function prefer<K extends keyof Preferences>(name: K, chosen: Preferences[K]): void {
  if (chosen === defaults[name]) localStorage.removeItem(`sluice.${name}`);
  else localStorage.setItem(`sluice.${name}`, chosen);
  value = read();
  apply();
  for (const listener of listeners) listener();
}

export const usePreferences = (): Preferences =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => value,
  );

/** The zone that instants are shown in; undefined: the browser's. */
export function useZone(): string | undefined {
  const { zone } = usePreferences();
  return zone === 'browser' ? undefined : zone;
}
