import { triggersIn } from '../triggers-in.ts';
import type { Rule } from './rule.ts';

/** A flow has one webhook, for it has one URL in each environment; a signature needs the secret that it is checked with. */
export const webhookComplete: Rule = {
  code: 'webhook-incomplete',
  *check({ raw }) {
    let first = true;
    for (const { path, trigger } of triggersIn(raw, 'webhook')) {
      if (!first)
        yield { path, message: 'A flow has one webhook.', hint: 'Tell deliveries apart by an expression in params.' };
      first = false;
      const { verify, secret } = trigger;
      if (verify !== undefined && verify !== 'none' && secret === undefined)
        yield {
          path,
          message: `A signature (${String(verify)}) is checked with a secret, and none is named.`,
          hint: 'Add secret: NAME, and set it in each environment.',
        };
    }
  },
};
