/** The names of the table's attributes and indexes; the CDK app creates them from here (DESIGN §8). */
export const tableKeys = {
  partition: 'pk',
  sort: 'sk',
  ttl: 'ttl',
  /** Commits by their ULID, for `/events?after=`. */
  localIndex: { name: 'byId', sort: 'id' },
  globalIndexes: [
    { name: 'byFlow', partition: 'flowKey', sort: 'flowSort' },
    { name: 'byTime', partition: 'timeKey', sort: 'timeSort' },
    { name: 'byStatus', partition: 'statusKey', sort: 'statusSort' },
    { name: 'byDue', partition: 'dueKey', sort: 'dueSort' },
  ],
} as const;

/** Partitions that each index key is spread over, so that no listing is one hot key. */
export const shards = 8;

/** The shard of a run: the same for all its rows. */
export function shardOf(run: string): number {
  let sum = 0;
  for (const letter of run) sum = (sum * 31 + letter.charCodeAt(0)) >>> 0;
  return sum % shards;
}

const padded = (seq: number) => String(seq).padStart(6, '0');

/** What each kind of trigger brought lies apart, so that one kind can be listed. */
const deliveries = { webhook: 'DELIVERY#', event: 'EVENT-DELIVERY#' } as const;

/** Keys of every item there is. */
export const keys = {
  run: (run: string) => `RUN#${run}`,
  runs: 'RUN#',
  summary: 'SUMMARY',
  agains: 'AGAIN#',
  again: (run: string) => `AGAIN#${run}`,
  lanes: 'LANE#',
  lane: (lane: string) => `LANE#${lane}#`,
  commit: (lane: string, seq: number) => `LANE#${lane}#${padded(seq)}`,
  checkpoints: 'CHECKPOINT#',
  checkpoint: (id: string) => `CHECKPOINT#${id}`,
  /** A checkpoint's id begins with its run's. */
  runOfCheckpoint: (id: string) => id.split('.')[0] ?? '',
  /** Slots of a pool and the line before it lie together, so that one query reads both. */
  pool: (pool: string) => `POOL#${pool}`,
  pools: 'POOL#',
  slots: 'SLOT#',
  slot: (slot: number) => `SLOT#${String(slot).padStart(4, '0')}`,
  line: 'WAIT#',
  place: (run: string) => `WAIT#${run}`,
  idempotency: (scope: string, key: string) => `KEY#${scope}#${key}`,
  inbox: (person: string) => `INBOX#${person.toLowerCase()}`,
  deliveries,
  delivery: (trigger: keyof typeof deliveries, id: string) => `${deliveries[trigger]}${id}`,
  eventRules: 'EVENT#',
  eventRule: (name: string) => `EVENT#${name}`,
  schedules: 'SCHEDULE#',
  schedule: (id: string) => `SCHEDULE#${id}`,
  leases: { publish: 'LEASE', sync: 'LEASE#SYNC' },
  /** A connection of the WebSocket API, and the rows by which those who follow a topic are found. */
  socket: (connection: string) => `SOCKET#${connection}`,
  sockets: 'SOCKET#',
  subscription: 'SUBSCRIPTION',
  /** A topic is the id of a run, or `all`. */
  topic: (topic: string) => `TOPIC#${topic}`,
  settings: 'SETTINGS',
  statsOfDay: (day: string) => `STATS#${day}`,
  flow: (flow: string) => `FLOW#${flow}`,
  versions: 'VERSION#',
  version: (version: number) => `VERSION#${padded(version)}`,
  flowList: 'FLOWS',
  environment: (environment: string) => `ENVIRONMENT#${environment}`,
  variables: 'VARIABLE#',
  variable: (name: string) => `VARIABLE#${name}`,
  secrets: 'SECRET#',
  secret: (name: string) => `SECRET#${name}`,
  connections: 'CONNECTION#',
  connection: (name: string) => `CONNECTION#${name}`,
  flowShard: (flow: string, shard: number) => `FLOW#${flow}#${shard}`,
  allShard: (shard: number) => `RUNS#${shard}`,
  openShard: (shard: number) => `OPEN#${shard}`,
  decidedShard: (shard: number) => `DECIDED#${shard}`,
  statusShard: (status: string, shard: number) => `STATUS#${status}#${shard}`,
  /** Flows whose schedules and rules are yet to follow; in the same index as what is due of runs. */
  dueFlows: 'DUE#FLOWS',
  dueShard: (shard: number) => `DUE#${shard}`,
};
