import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';

/** Makes a folder unless it is there: beside its place, and then put there at once, so that a folder that is there is whole. */
export async function makeOnce(folder: string, make: (making: string) => Promise<void>): Promise<void> {
  if (existsSync(folder)) return;
  const making = `${folder}.${process.pid}`;
  mkdirSync(making, { recursive: true });
  try {
    await make(making);
    renameSync(making, folder);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    // Another process may have made the same meanwhile.
    if (!existsSync(folder)) throw error;
  }
}
