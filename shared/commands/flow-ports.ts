import type { CheckpointMode, Plan } from '../compile/plan.ts';
import type { Flow } from '../flow/flow.ts';
import type { Actor } from '../run/events.ts';
import type { FlowGraph } from '../view/flow-graph.ts';

/** One published version: what the worker reads. */
export interface FlowVersion {
  flow: Flow;
  version: number;
  source: string;
  format: 'yaml' | 'json';
  plans: Record<CheckpointMode, { plan: Plan; machineArn: string }>;
  /** The drawing; absent in versions that were published before there was one. */
  graph?: FlowGraph;
  publishedAt: string;
  publishedBy: Actor;
}

/** That the schedules and rules of a flow are yet to follow its versions; written together with what they must follow. */
export interface SyncMark {
  /** New with every change: whoever takes the mark away saw the change that made it. */
  mark: string;
  since: string;
  /** When the reconciler sees to it, should nobody have done so by then. */
  dueAt: string;
}

/** A version in the list of its flow's: without its content. */
export type VersionRecord = Pick<FlowVersion, 'version' | 'publishedAt' | 'publishedBy'> & { title: string };

/** A flow in the list. */
export interface FlowRecord {
  id: string;
  title: string;
  latest: number;
  /** Version that each environment points at. */
  environments: Record<string, number>;
  /** Present while the flow is switched off: by whom, since when. */
  off?: { by: Actor; at: string };
  /** Present until schedules and rules are those of the versions that the environments point at. */
  syncing?: SyncMark;
  updatedAt: string;
}

/** What only one at a time may do to a flow. */
export type Turn = 'publish' | 'sync';

/** Flows and their versions. */
export interface FlowStore {
  flow(id: string): Promise<FlowRecord | undefined>;
  flows(): Promise<FlowRecord[]>;
  version(flow: string, version: number): Promise<FlowVersion | undefined>;
  /** Versions of a flow, newest first. */
  versions(
    flow: string,
    page: { limit: number; cursor?: string },
  ): Promise<{ items: VersionRecord[]; cursor?: string }>;
  /** Stores the next version and points environments at it; false when another publication was first. */
  putVersion(version: FlowVersion, record: FlowRecord, expectedLatest: number, syncing: SyncMark): Promise<boolean>;
  pointEnvironment(flow: string, environment: string, version: number, syncing: SyncMark): Promise<void>;
  markSyncing(flow: string, syncing: SyncMark): Promise<void>;
  /** Takes a mark away; false when it is no longer the flow's mark. */
  clearSyncing(flow: string, mark: string): Promise<boolean>;
  /** Has the reconciler come at another time; false when it is no longer the flow's mark. */
  postponeSyncing(flow: string, mark: string, dueAt: string): Promise<boolean>;
  /** Flows whose mark is due, the longest due first. */
  dueSyncing(now: string, limit: number): Promise<FlowRecord[]>;
  /** Switches a flow off, or on again. */
  setOff(flow: string, off: FlowRecord['off']): Promise<void>;
  /** Takes a turn at a flow until an instant; false while another has it. */
  lease(turn: Turn, flow: string, lease: { holder: string; now: string; until: string }): Promise<boolean>;
  release(turn: Turn, flow: string, holder: string): Promise<void>;
}
