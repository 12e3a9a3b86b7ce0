import { DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import { monotonicFactory } from 'ulid';
import type { Ports } from '../../shared/commands/ports.ts';
import { publishFlow } from '../../shared/commands/publish-flow.ts';
import type { Item } from '../../shared/store/connection.ts';
import { createStores } from '../../shared/store/create-stores.ts';
import { countReads, type Reads } from '../support/count-reads.ts';
import { createTable } from '../support/create-table.ts';
import { ada, itemsOf, type SeededRun } from './finished-run.ts';

export const now = Date.now();
export const day = 86_400_000;
export const access = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
/** Runs that wait for Ada in every table. */
const open = 20;
const flows = ['pay', 'onboard', 'import', 'report', 'clean-up'];

/** The run at a place of a table: spread over 90 days, most of them of one flow; one in 10,000 was started from a chat. */
function seeded(n: number, of: number): SeededRun {
  const flow = n % 10 < 6 ? 'pay' : (flows[(n % 4) + 1] ?? 'pay');
  return {
    flow,
    title: `The flow ${flow}`,
    environment: n % 10 === 0 ? 'sandbox' : 'live',
    trigger: n % 10_000 === 77 ? 'chat' : n % 3 === 0 ? 'schedule' : 'api',
    startedAt: Math.floor(now - 3_600_000 - ((n + 0.5) / of) * (90 * day - 2 * 3_600_000)),
    end: { status: n % 50 === 7 ? 'failed' : 'completed', approved: n % 10 === 3 },
  };
}

/** A table with so many finished runs, as the commands see it. */
export class SeededTable {
  readonly #client: DynamoDBClient;
  readonly ports: Ports & { machines: Parameters<typeof publishFlow>[0]['machines'] };
  readonly #table: string;
  readonly runs: number;
  /** Ids of a run of 45 days ago, and of a delivery in the middle of the log. */
  middle = '';
  delivery = '';
  readonly #reads: () => Reads;

  constructor(endpoint: string, s3: S3Client, runs: number) {
    this.runs = runs;
    this.#table = `with-${runs}`;
    this.#client = new DynamoDBClient({ ...access, endpoint });
    this.#reads = countReads(this.#client);
    const ulid = monotonicFactory();
    const nothing = async () => undefined;
    this.ports = {
      ...createStores({ client: this.#client, s3, table: this.#table, bucket: 'bucket' }),
      secrets: { put: nothing, remove: nothing, read: async () => ({}) },
      engine: {
        startExecution: nothing,
        stopExecution: nothing,
        describeExecution: nothing,
        sendTaskSuccess: nothing,
      },
      machines: { publish: async (flow) => `arn:aws:states:us-east-1:111111111111:stateMachine:sluice-${flow}:1` },
      clock: { now: () => Date.now() },
      ids: { ulid: (at) => ulid(at), random: () => crypto.randomUUID() },
    };
  }

  /** Writes items a hundred at a time, which dynoxide takes twice as fast as the 25 of a batch. */
  async #write(items: Item[]): Promise<void> {
    for (let from = 0; from < items.length; from += 100)
      await this.#client.send(
        new TransactWriteItemsCommand({
          TransactItems: items.slice(from, from + 100).map((item) => ({ Put: { TableName: this.#table, Item: item } })),
        }),
      );
  }

  async seed(): Promise<void> {
    await createTable(this.#client, this.#table);
    const { environments, triggers, settings } = this.ports;
    for (const flow of [...flows, 'capped'])
      await publishFlow(this.ports, {
        source: `flow: ${flow}\ntitle: The flow ${flow}\nlimits: { daily: ${flow === 'capped' ? 1 : 1_000_000} }\nsteps:\n  - { id: one, transform: 1 }\n`,
        format: 'yaml',
        actor: ada,
      });
    await settings.write({ dailyCap: 1_000_000 });
    await environments.setVariable('sandbox', 'URL', 'https://example.com');
    await environments.markSecret('sandbox', { name: 'TOKEN', setAt: '', setBy: ada });
    await triggers.noteEventRule('pay', { environment: 'live', trigger: 'shipped', bus: 'default' });
    const hourly = { schedule: 'hourly', table: { timezone: 'UTC', everyMs: 3_600_000 }, params: {}, since: '' };
    await triggers.putSchedule('pay', { id: 'live.hourly', environment: 'live', ...hourly });
    const waiting = Array.from({ length: open }, (_, n) =>
      itemsOf({ ...seeded(n, open), startedAt: now - (n + 1) * day, end: { waits: true, dueAt: now - n * 1_000 } }),
    );
    await this.#write(waiting.flatMap(({ items }) => items));
    // One that was approved.
    const middle = Math.floor(this.runs / 20) * 10 + 3;
    for (let first = 0; first < this.runs; first += 100) {
      const places = Array.from({ length: Math.min(100, this.runs - first) }, (_, n) => first + n);
      const made = places.map((n) => itemsOf(seeded(n, this.runs)));
      this.middle = made[places.indexOf(middle)]?.id ?? this.middle;
      await this.#write(made.flatMap(({ items }) => items));
    }
    const deliveries = Math.max(100, this.runs / 10);
    for (let n = 0; n < deliveries; n += 1) {
      const id = this.ports.ids.ulid(now - deliveries + n);
      if (n === deliveries / 2) this.delivery = id;
      const from = n % 2 === 0 ? { trigger: 'webhook' as const } : { trigger: 'event' as const, event: 'shipped' };
      const record = { id, at: '', environment: 'live' as const, outcome: 'accepted' as const, run: id, ...from };
      await triggers.logDelivery('pay', record, { expiresAt: 0 });
    }
  }

  /** Does something once, and says what it read and how many milliseconds it took. */
  async measure(work: (table: this) => Promise<unknown>): Promise<Reads & { ms: number }> {
    this.#reads();
    const began = performance.now();
    await work(this);
    return { ms: performance.now() - began, ...this.#reads() };
  }
}
