import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { type LocalUser, localUsers } from '../../infra/local/identity/local-users.ts';

interface Visit extends BrowserContextOptions {
  user?: LocalUser;
  theme?: 'light' | 'dark';
  width?: number;
  height?: number;
  /** Where the sign-in begins, and ends. */
  path?: string;
  /** What this browser prefers: names of the settings without `sluice.`. */
  prefers?: Record<string, string>;
  /** What is arranged before the first page is opened. */
  before?: (context: BrowserContext) => Promise<unknown>;
  /** Instant at which the clock of the browser stands still. */
  at?: number;
}

/** Chromium itself reports what was not reached, and each answer that is a refusal, as errors of the console. */
const networkError = /^Failed to load resource: (net::ERR_|the server responded with a status of \d+)/;

/** Somebody at the console: a browser of their own, signed in on the real sign-in page, that remembers every complaint of a page. */
export class Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly url: string;
  /** Errors of the console, errors that nobody caught, breaches of the content security policy. */
  readonly complaints: string[] = [];
  /** Path and query of every call of the API, in order. */
  readonly calls: { method: string; path: string; at: number }[] = [];

  private constructor(context: BrowserContext, page: Page, url: string) {
    this.context = context;
    this.page = page;
    this.url = url;
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(`${page.url()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.complaints.push(`${page.url()}: ${error.stack ?? error.message}`));
    page.on('request', (request) => {
      const { pathname, search } = new URL(request.url());
      if (pathname.startsWith('/v1/'))
        this.calls.push({ method: request.method(), path: `${pathname}${search}`, at: performance.now() });
    });
  }

  static async arrive(
    browser: Browser,
    url: string,
    {
      user = 'admin',
      theme = 'light',
      width = 1440,
      height = 900,
      path = '/',
      prefers = {},
      before,
      at,
      ...more
    }: Visit = {},
  ): Promise<Visitor> {
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: theme,
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
      permissions: ['clipboard-read', 'clipboard-write'],
      ...more,
    });
    context.setDefaultTimeout(30_000);
    await context.addInitScript((chosen) => {
      for (const [name, value] of Object.entries(chosen)) localStorage.setItem(`sluice.${name}`, value);
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) =>
        console.error(`Refused by the content security policy: ${violatedDirective} ${blockedURI} ${sourceFile}`),
      );
    }, prefers);
    await before?.(context);
    const page = await context.newPage();
    if (at !== undefined) await page.clock.setFixedTime(at);
    const visitor = new Visitor(context, page, url);
    await page.goto(`${url}${path}`);
    await page.getByRole('button', { name: localUsers[user].name }).click();
    await page.waitForURL((place) => place.pathname === new URL(path, url).pathname);
    await visitor.settled();
    return visitor;
  }

  /** Opens a page of the console without leaving the console, and waits until it has taken the place of the one before. */
  async open(path: string): Promise<void> {
    const shape = (text: string) => new URL(text, this.url).pathname.split('/').slice(1, 2).join();
    if (shape(path) === shape(this.page.url())) await this.open('/nowhere');
    await this.page.evaluate((to) => {
      document.querySelector('main > *')?.setAttribute('data-left', '');
      history.pushState({}, '', to);
      dispatchEvent(new PopStateEvent('popstate'));
    }, path);
    await this.page.waitForFunction(() => document.querySelector('[data-left]') === null);
    await this.settled();
  }

  /** Waits until the page is whole: its heading is there, nothing of it is loading, and its letters have come. */
  async settled(): Promise<void> {
    const { page } = this;
    await page.waitForFunction(() => {
      const loading = [...document.querySelectorAll('[role=status][aria-label^="Loading"]')];
      const placed = [...document.querySelectorAll<HTMLElement>('.react-flow')].every(
        (canvas) => canvas.querySelector('.react-flow__node') !== null,
      );
      return document.querySelector('main h1, main h2') !== null && loading.length === 0 && placed;
    });
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
  }

  /** A step on the canvas in a state, by what a screen reader is told. */
  step(title: string, state: string): Locator {
    return this.page.getByRole('button', { name: new RegExp(`^${title} (.*, )?${state}$`) });
  }

  /** The names of whatever has the focus, for messages. */
  async focused(): Promise<string> {
    return this.page.evaluate(() => {
      const at = document.activeElement;
      return `${at?.tagName.toLowerCase()} ${at?.getAttribute('aria-label') ?? at?.textContent?.trim().slice(0, 60)}`;
    });
  }

  /** Fails when a page complained; what the network refused on purpose is named. */
  expectNoComplaints({ network = false } = {}): void {
    const heard = this.complaints.filter((text) => !(network && networkError.test(text.replace(/^\S+: /, ''))));
    expect(heard).toEqual([]);
  }

  /** Ends the visit; pages must not have complained. */
  async leave(options: { network?: boolean } = {}): Promise<void> {
    await this.context.close();
    this.expectNoComplaints(options);
  }
}
