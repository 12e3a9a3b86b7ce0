import { apiScopes } from '../../../shared/api/scopes.ts';
import { defined } from '../../../shared/flow/defined.ts';
import type { Route } from '../request.ts';

/** Whoever holds a token may ask what it allows; a machine has no e-mail address, and its id for a name. */
export const readMe: Route = {
  method: 'GET',
  path: '/v1/me',
  summary: 'Read who is calling, and what the token allows',
  async handle({ actor: { id, type, name, email }, scopes }) {
    return {
      status: 200,
      body: {
        id,
        type,
        name: name ?? email ?? id,
        ...defined({ email }),
        scopes: apiScopes.filter((scope) => scopes.has(scope)),
      },
    };
  },
};
