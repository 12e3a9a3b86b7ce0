import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/** Lambda's flags that are wrong here: in one process, closing one context ends the browser. */
const notHere = new Set(['--single-process', '--no-zygote']);

/** A real Chromium from the package registry. */
export async function startBrowser(): Promise<Browser> {
  const args = chromium.args.filter((flag) => !notHere.has(flag));
  return playwright.launch({ executablePath: await chromium.executablePath(), args, headless: true });
}
