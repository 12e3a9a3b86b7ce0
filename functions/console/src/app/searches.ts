import { z } from 'zod';

// Zod compiles its checks with eval unless it is told not to, which the content security policy forbids.
z.config({ jitless: true });

/** A member of the search that is dropped when it makes no sense, instead of breaking the page. */
const text = z.string().max(200).optional().catch(undefined);

export const runsSearch = z.object({
  status: text,
  flow: text,
  environment: text,
  trigger: text,
  type: text,
  from: text,
  to: text,
  q: text,
  view: text,
});
export type RunsSearch = z.infer<typeof runsSearch>;

export const runTabs = ['canvas', 'timeline', 'parameters', 'events'] as const;
export const runSearch = z.object({ tab: z.enum(runTabs).optional().catch(undefined), step: text });

export const flowsSearch = z.object({ q: text });

export const flowTabs = ['canvas', 'versions', 'triggers', 'health'] as const;
export const flowSearch = z.object({
  tab: z.enum(flowTabs).optional().catch(undefined),
  node: text,
  /** A run whose states are shown on the canvas. */
  run: text,
  dialog: z.literal('run').optional().catch(undefined),
  /** A run whose values fill in the dialog. */
  from: text,
});

export const editorSearch = z.object({ flow: text });

export const approvalsSearch = z.object({
  show: z.enum(['mine', 'all', 'done']).optional().catch(undefined),
  id: text,
});
