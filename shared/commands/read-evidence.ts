import type { Json } from '../run/events.ts';
import type { Evidence } from '../view/checkpoint-card.ts';
import type { CheckpointRecord, Ports } from './ports.ts';

/** What a person is shown of a checkpoint. Reads the lane of its step. */
export async function evidenceOf(ports: Pick<Ports, 'runs'>, record: CheckpointRecord): Promise<Evidence> {
  const stored = await ports.runs.readLanes(record.run, [record.lane]);
  const payloads = Object.assign({}, ...stored.map((each) => each.payloads));
  const evidence = (await ports.runs.valueOf(payloads, record.evidence)) as Partial<Evidence> | undefined;
  return { summary: evidence?.summary ?? '', values: evidence?.values ?? {} };
}

/** The same with the values as text, for mails and pages. */
export async function readEvidence(
  ports: Pick<Ports, 'runs'>,
  record: CheckpointRecord,
): Promise<{ summary: string; values: Record<string, string> }> {
  const { summary, values } = await evidenceOf(ports, record);
  const text = (value: Json) => (typeof value === 'string' ? value : JSON.stringify(value));
  return {
    summary,
    values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, text(value)])),
  };
}
