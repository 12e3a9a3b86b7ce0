import type { Rule } from './rule.ts';

const address = /^([^\s@]+@[^\s@]+|group:[a-z][a-z0-9-]{0,39})$/;

/** An approval names who may decide and until when; without these it would wait for nobody, for ever. */
export const approvalComplete: Rule = {
  code: 'approval-incomplete',
  *check({ steps }) {
    for (const step of steps) {
      for (const key of ['approve', 'checkpoint'] as const) {
        const gate = step.raw[key];
        if (gate === null || typeof gate !== 'object') continue;
        const path = [...step.path, key];
        const { to, expires, message } = gate as Record<string, unknown>;
        const recipients = [to].flat().filter((each) => each !== undefined);
        if (recipients.length === 0)
          yield { path, message: 'The approval has no recipient.', hint: 'Add to: [someone@example.com].' };
        if (expires === undefined)
          yield {
            path,
            message: 'The approval never expires.',
            hint: 'Add expires: 2d, and onExpire if it should not be rejected then.',
          };
        if (message === undefined && key === 'approve')
          yield {
            path,
            message: 'The approval asks nothing.',
            hint: 'Add message: with the question and the values at stake.',
          };
        for (const [index, each] of recipients.entries()) {
          if (typeof each === 'string' && !each.includes('{{') && !address.test(each))
            yield {
              path: Array.isArray(to) ? [...path, 'to', index] : [...path, 'to'],
              message: `"${each}" is no e-mail address and no group.`,
              hint: 'Write someone@example.com, or group:finance for a group of the settings.',
            };
        }
      }
    }
  },
};
