import { z } from 'zod';
import { duration } from './common.ts';

/** `approve:` and `checkpoint:`. Recipients and expiry are checked by a rule of their own, which says why they are needed. */
export const approval = z.strictObject({
  to: z
    .union([z.string(), z.array(z.string()).min(1)])
    .optional()
    .meta({ description: 'E-mail addresses of those who may decide; templates allowed.' }),
  message: z.string().min(1).optional().meta({ description: 'The question, with templates.' }),
  expires: duration.optional().meta({ description: 'How long the question stays open.' }),
  onExpire: z
    .enum(['reject', 'approve', 'skip', 'fail'])
    .optional()
    .meta({ description: 'What happens when nobody decides in time; reject by default.' }),
});
export type ApprovalText = z.infer<typeof approval>;
