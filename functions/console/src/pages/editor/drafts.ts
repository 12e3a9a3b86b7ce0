/** A text that nobody has published yet, kept in this tab until it is closed. */
export interface Draft {
  text: string;
  /** The version that it began with; none for a new flow. */
  version?: number;
  at: string;
  /** Kept because the session had ended: whoever comes back goes on at once. */
  resume?: true;
}

const keyOf = (flow: string | undefined) => `sluice.draft.${flow ?? ''}`;

/** The draft of a flow, or of the new flow. */
export function readDraft(flow: string | undefined): Draft | undefined {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(keyOf(flow)) ?? 'null');
    if (stored === null || typeof stored !== 'object' || !('text' in stored) || !('at' in stored)) return undefined;
    return typeof stored.text === 'string' ? (stored as Draft) : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a draft, or forgets it; answers whether the browser had room for it. */
export function keepDraft(flow: string | undefined, draft: Draft | undefined): boolean {
  try {
    if (draft === undefined) sessionStorage.removeItem(keyOf(flow));
    else sessionStorage.setItem(keyOf(flow), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}
