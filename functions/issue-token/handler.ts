import { z } from 'zod';
import { type ApiScope, apiScopes } from '../../shared/api/scopes.ts';
import { withStack } from '../../shared/aws/stack.ts';
import { defined } from '../../shared/flow/defined.ts';

/** The V2 event of Cognito's pre token generation (https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html). */
const request = z.looseObject({
  request: z.looseObject({
    userAttributes: z.record(z.string(), z.string()),
    groupConfiguration: z.looseObject({ groupsToOverride: z.array(z.string()).optional() }).optional(),
  }),
});

const prefix = 'sluice/';
/** What the members of a group may do (DESIGN §7). */
const scopesOf: Record<string, readonly ApiScope[]> = {
  viewer: ['flows.read'],
  operator: ['flows.read', 'flows.run'],
  admin: apiScopes,
};

/** Cognito gives scopes to clients, not to people: this turns a person's groups into scopes, and adds name and e-mail to the access token. */
export const handler = withStack(request, async (event) => {
  const { userAttributes, groupConfiguration } = event.request;
  const scopes = new Set((groupConfiguration?.groupsToOverride ?? []).flatMap((group) => scopesOf[group] ?? []));
  const { name, email } = userAttributes;
  return {
    ...event,
    response: {
      claimsAndScopeOverrideDetails: {
        accessTokenGeneration: {
          claimsToAddOrOverride: defined({ name, email }),
          scopesToAdd: [...scopes].map((scope) => `${prefix}${scope}`),
        },
      },
    },
  };
});
