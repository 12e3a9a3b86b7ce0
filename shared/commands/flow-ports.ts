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
  updatedAt: string;
}

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
  putVersion(version: FlowVersion, record: FlowRecord, expectedLatest: number): Promise<boolean>;
  pointEnvironment(flow: string, environment: string, version: number): Promise<void>;
  /** Switches a flow off, or on again. */
  setOff(flow: string, off: FlowRecord['off']): Promise<void>;
  /** Takes the right to publish a flow until an instant; false while another has it. */
  lease(flow: string, holder: string, now: string, until: string): Promise<boolean>;
  release(flow: string, holder: string): Promise<void>;
}
