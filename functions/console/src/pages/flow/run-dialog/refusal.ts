import { ApiError, Offline } from '../../../api/client.ts';
import type { Json } from '../../../api/types.ts';
import { type ParamProblem, serverProblems } from './problems.ts';

/** Where in the dialog a refusal belongs. */
export type Place = 'params' | 'environment' | 'profile' | 'start' | 'foot';

/** Why a run did not start, in words, and what would help. */
export interface Refusal {
  place: Place;
  lines: string[];
  params: ParamProblem[];
  /** The key has started a run already: the next attempt needs a new one. */
  spent: boolean;
}

const clock = (at: string, timeZone?: string) =>
  new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(new Date(at));

const places: Record<string, Place> = {
  'environment-not-found': 'environment',
  'no-version': 'environment',
  'connection-missing': 'environment',
  'secret-missing': 'environment',
  'profile-not-found': 'profile',
  'invalid-start-time': 'start',
};

/** What the dialog says of an answer that is no start. The server's sentences stand where they help as they are. */
export function refusalOf(error: Error, sent: Json): Refusal {
  const plain = (...lines: string[]): Refusal => ({ place: 'foot', lines, params: [], spent: false });
  if (error instanceof Offline)
    return plain(
      'The server cannot be reached. Whether the run began is not known; pressing Start again is safe and starts one run at most.',
    );
  if (!(error instanceof ApiError)) return plain(error.message);
  const { code, message, details } = error;
  const at = { ...plain(message), place: places[code] ?? 'foot' };
  switch (code) {
    case 'invalid-params': {
      const params = serverProblems(details.errors as Json | undefined, sent);
      return { ...at, place: 'params', lines: params.length === 0 ? [message] : [], params };
    }
    case 'preflight-failed': {
      const failed = Array.isArray(details.failed) ? (details.failed as { message?: string }[]) : [];
      const lines = failed.flatMap((each) => each.message ?? []);
      return plain('The flow may not start now:', ...(lines.length === 0 ? [message] : lines));
    }
    case 'daily-cap': {
      const resets = String(details.resetsAt ?? '');
      const whose = details.scope === 'flow' ? 'This flow' : 'This deployment';
      if (Number.isNaN(Date.parse(resets))) return at;
      return plain(
        `${whose} has started the ${String(details.limit)} runs that it may start today; that resets ${clock(resets, 'UTC')} UTC (${clock(resets)} yours).`,
      );
    }
    case 'idempotency-key-reused':
      return {
        ...plain(
          'This dialog has already started a run, with other values. Press Start once more to start a second one.',
        ),
        spent: true,
      };
    case 'warming-up':
    case 'unavailable':
      return plain(`${message} What you typed is kept.`);
    case 'missing-scope':
      return plain(`You may not start runs. ${message} Whoever looks after users here can give it to you.`);
    default:
      return at;
  }
}
