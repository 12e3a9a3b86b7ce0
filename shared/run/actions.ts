import { type RunState, statusOf } from './run-state.ts';

/** What a caller may do, as its token says. */
export interface Caller {
  id: string;
  scopes: ReadonlySet<string>;
}

/** The verbs that this caller may use on a run now; the console renders these and no others. */
export function actionsOf(state: RunState, caller: Caller): string[] {
  const actions: string[] = [];
  const open = state.closed === undefined;
  const own = state.trigger.by.id === caller.id && caller.scopes.has('flows.run');
  if (open && (own || caller.scopes.has('flows.cancel.any'))) actions.push('cancel');
  if (open && statusOf(state) === 'awaiting_input' && caller.scopes.has('flows.run')) actions.push('decide');
  if (!open && caller.scopes.has('flows.run')) actions.push('again');
  return actions;
}
