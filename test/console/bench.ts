import { startBrowser } from '../support/browser.ts';
import { Client } from '../support/client.ts';
import { startTestCloud } from '../support/cloud.ts';
import { Visitor } from './visitor.ts';

// `npm run bench:console`: what a person waits for. From the end of a step, as the log has it, to its ring on the screen; and how long the
// pages of a flow of 60 steps take until every step is drawn. Cloud, browser and measurement share this machine, so that the times of a
// busy one say little; no test depends on them.

const rows = 5;
const columns = 11;
/** 60 steps: a person, five branches of eleven that meet twice on their way, a person, and what follows. */
function wideFlow(): string {
  const lines = [
    'flow: wide',
    'title: Sixty steps',
    'steps:',
    '  - { id: begin, title: Begin, approve: { to: admin@example.com, message: "Begin?", expires: 1d } }',
  ];
  for (let column = 0; column < columns; column++)
    for (let row = 0; row < rows; row++) {
      const meets =
        column === 0
          ? ['begin']
          : column % 4 === 0
            ? [`r${row}c${column - 1}`, `r${(row + 1) % rows}c${column - 1}`]
            : [`r${row}c${column - 1}`];
      const kind =
        column % 3 === 1
          ? 'http: { url: "{{ env.CONTRACTS_URL }}/contracts/C?delay=40" }'
          : 'transform: { done: true }';
      lines.push(
        `  - { id: r${row}c${column}, title: Step ${row + 1}.${column + 1}, needs: [${meets.join(', ')}], ${kind} }`,
      );
    }
  const last = Array.from({ length: rows }, (_, row) => `r${row}c${columns - 1}`).join(', ');
  lines.push(
    `  - { id: join, title: Put together, needs: [${last}], transform: { all: true } }`,
    '  - { id: agree, title: Agree, needs: [join], approve: { to: admin@example.com, message: "Go on?", expires: 1d } }',
    '  - { id: tell, title: Tell, needs: [agree], transform: told }',
    '  - { id: end, title: End, needs: [tell], transform: done }',
  );
  return `${lines.join('\n')}\n`;
}

declare global {
  interface Window {
    /** When each step was first seen complete, in milliseconds since 1970. */
    ringed?: Record<string, number>;
  }
}

/** Notes in the page when each ring closes. */
const watch = () => {
  const ringed: Record<string, number> = {};
  Object.assign(window, { ringed });
  const look = () => {
    for (const node of document.querySelectorAll<HTMLElement>('.react-flow__node[data-id]'))
      if (node.ariaLabel?.endsWith('Complete') === true && node.dataset.id !== undefined)
        ringed[node.dataset.id] ??= Date.now();
  };
  look();
  new MutationObserver(look).observe(document.body, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['aria-label'],
  });
};

const quantile = (values: number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? Number.NaN;
const words = (values: number[]) =>
  `median ${quantile(values, 0.5)} ms, 95 % within ${quantile(values, 0.95)} ms, most ${quantile(values, 1)} ms (${values.length} steps)`;

const [cloud, browser] = await Promise.all([startTestCloud(), startBrowser()]);
try {
  const client = new Client(cloud.url);
  await client.publish(wideFlow());
  const visitor = await Visitor.arrive(browser, cloud.url);
  const { page } = visitor;

  /** From the end of each step that ended after `since` to its ring. */
  const delays = async (run: string, since: number): Promise<number[]> => {
    const ringed = await page.evaluate(() => window.ringed ?? {});
    const { items } = (
      await client.call<{ items: { events: { type: string; step?: string; endedAt?: string }[] }[] }>(
        'GET',
        `/v1/runs/${run}/events`,
      )
    ).body;
    return items
      .flatMap(({ events }) => events)
      .flatMap(({ type, step = '', endedAt = '' }) => {
        const [seen, ended] = [ringed[step], Date.parse(endedAt)];
        return type === 'StepCompleted' && seen !== undefined && ended > since ? [seen - ended] : [];
      });
  };

  const decided: number[] = [];
  for (let round = 0; round < 10; round++) {
    const run = await client.start('pay-contractor', { recipient: 'ada@example.com', amount: 10, contract: 'C-1' });
    await visitor.open(`/runs/${run}`);
    await page.getByText('Live', { exact: true }).waitFor();
    await visitor.step('sign-off', 'Awaiting input').waitFor();
    await page.evaluate(watch);
    const since = Date.now();
    await page.getByRole('button', { name: /^Approve/ }).click();
    await visitor.step('pay', 'Complete').waitFor();
    decided.push(...(await delays(run, since)));
  }
  console.log(`A step that ends, to its ring, ten runs of a small flow after their approval: ${words(decided)}`);

  const drawn = async (path: string, nodes: number): Promise<number> => {
    await visitor.open('/nowhere');
    const begin = performance.now();
    await page.evaluate((to) => {
      history.pushState({}, '', to);
      dispatchEvent(new PopStateEvent('popstate'));
    }, path);
    await page.waitForFunction((count) => document.querySelectorAll('.react-flow__node').length >= count, nodes);
    return Math.round(performance.now() - begin);
  };
  const shown = [];
  for (let round = 0; round < 5; round++) shown.push(await drawn('/flows/wide', 60));
  console.log(
    `The flow of 60 steps, until every step is drawn: ${shown.join(', ')} ms (the first time with the canvas to fetch)`,
  );

  const run = await client.start('wide', {});
  await visitor.open(`/runs/${run}`);
  await visitor.step('Begin', 'Awaiting input').waitFor();
  await page.getByText('Live', { exact: true }).waitFor();
  await page.evaluate(watch);
  const since = Date.now();
  const before = visitor.calls.length;
  await client.call('POST', `/v1/checkpoints/${run}.begin/decision`, { body: { action: 'approve' } });
  await visitor.step('Agree', 'Awaiting input').waitFor({ timeout: 120_000 });
  const followed = await delays(run, since);
  console.log(`A run of 60 steps followed from its beginning, a step that ends to its ring: ${words(followed)}`);
  const calls = visitor.calls.slice(before).filter(({ path }) => path.startsWith(`/v1/runs/${run}`)).length;
  console.log(`Requests that followed it: ${calls}`);
  const again = [];
  for (let round = 0; round < 5; round++) again.push(await drawn(`/runs/${run}`, 60));
  console.log(`Its page, until every step is drawn: ${again.join(', ')} ms`);
  await page.screenshot({ path: new URL('../artifacts/sixty-steps.png', import.meta.url).pathname });
  await visitor.leave();
} finally {
  await browser.close();
  await cloud.close();
}
