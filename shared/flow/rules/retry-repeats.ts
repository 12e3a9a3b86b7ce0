import type { Rule } from './rule.ts';

/** A step that may happen at most once cannot be retried: a retry is a second time (RELIABILITY, "a completed step never runs again"). */
export const retryRepeats: Rule = {
  code: 'retry-at-most-once',
  *check({ steps }) {
    for (const { raw, path } of steps) {
      const { effect, retry } = raw;
      const attempts = retry !== null && typeof retry === 'object' && 'attempts' in retry ? Number(retry.attempts) : 1;
      if (effect === 'at-most-once' && attempts > 1)
        yield {
          path: [...path, 'retry'],
          message: 'A step with effect: at-most-once is never retried.',
          hint: 'Remove retry, or make the effect at-least-once: its Idempotency-Key stays the same over retries.',
        };
      if (attempts > 1 && ('transform' in raw || 'wait' in raw || 'approve' in raw))
        yield {
          path: [...path, 'retry'],
          severity: 'warning',
          message: 'Only http steps are retried; this retry has no effect.',
        };
    }
  },
};
