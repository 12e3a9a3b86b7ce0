import { z } from 'zod';

/** `on: - webhook:` Starts a run for each delivery; its URL has a key, and what is delivered a signature. */
export const webhook = z.strictObject({
  verify: z
    .enum(['standard', 'github', 'stripe', 'none'])
    .meta({ description: 'Scheme of the signature; none: the key in the URL is the secret.' }),
  secret: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{0,63}$/, { message: 'The name of a secret: upper-case letters, digits and underscores.' })
    .optional()
    .meta({ description: 'Name of the secret of the signature, in each environment.' }),
  when: z
    .string()
    .optional()
    .meta({ description: 'One expression over trigger; deliveries for which it is false start nothing.' }),
  params: z
    .unknown()
    .optional()
    .meta({ description: 'The parameters, with templates over trigger.body, headers and query.' }),
});
