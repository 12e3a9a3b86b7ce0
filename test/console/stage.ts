import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { startBrowser } from '../support/browser.ts';
import { Client } from '../support/client.ts';
import { startTestCloud, type TestCloud } from '../support/cloud.ts';
import { Visitor } from './visitor.ts';

/** What a test of the console happens on; there from `beforeAll` on. */
export interface Stage {
  readonly cloud: TestCloud;
  readonly client: Client;
  /** Somebody comes with a browser of their own, and signs in. */
  visit(visit?: Parameters<typeof Visitor.arrive>[2]): Promise<Visitor>;
}

/** A cloud and a browser for the tests of one file; `prepare` is what must be there before the first of them. */
export function setStage({
  samples = true,
  prepare = async () => undefined,
}: {
  samples?: boolean;
  prepare?: (stage: Stage) => Promise<unknown>;
} = {}): Stage {
  let made: { cloud: TestCloud; browser: Browser; client: Client } | undefined;
  const there = () => {
    if (made === undefined) throw new Error('The stage is set in beforeAll, and not there yet.');
    return made;
  };
  const stage: Stage = {
    get cloud() {
      return there().cloud;
    },
    get client() {
      return there().client;
    },
    visit: (visit) => Visitor.arrive(there().browser, there().cloud.url, visit),
  };
  beforeAll(async () => {
    const [cloud, browser] = await Promise.all([startTestCloud({ samples }), startBrowser()]);
    made = { cloud, browser, client: new Client(cloud.url) };
    await prepare(stage);
  });
  afterAll(async () => {
    await made?.browser.close();
    await made?.cloud.close();
  });
  return stage;
}
