import { type Browser, chromium as playwright } from 'playwright-core';

/** Lambda's flags that are wrong here: in one process, closing one context ends the browser. */
const notHere = new Set(['--single-process', '--no-zygote']);

/** A real Chromium from the package registry. */
export async function startBrowser(): Promise<Browser> {
  // With these it unpacks the libraries that it needs, as it does in Lambda; it looks at them when it is imported.
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs24.x';
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs24.x';
  const { default: chromium } = await import('@sparticuz/chromium');
  const args = chromium.args.filter((flag) => !notHere.has(flag));
  return playwright.launch({ executablePath: await chromium.executablePath(), args, headless: true });
}
