import type { Json } from '../run/events.ts';
import type { CheckpointRecord, Ports } from './ports.ts';

/** What a person is shown of a checkpoint: the summary of the step before, and the values at stake as text. */
export async function readEvidence(
  ports: Pick<Ports, 'runs'>,
  record: CheckpointRecord,
): Promise<{ summary: string; values: Record<string, string> }> {
  const stored = await ports.runs.readLanes(record.run, [record.lane]);
  const payloads = Object.assign({}, ...stored.map((each) => each.payloads));
  const evidence = (await ports.runs.valueOf(payloads, record.evidence)) as
    | { summary?: string; values?: Record<string, Json> }
    | undefined;
  const text = (value: Json) => (typeof value === 'string' ? value : JSON.stringify(value));
  return {
    summary: evidence?.summary ?? '',
    values: Object.fromEntries(Object.entries(evidence?.values ?? {}).map(([name, value]) => [name, text(value)])),
  };
}
