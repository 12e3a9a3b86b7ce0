import { randomBytes } from 'node:crypto';
import type { Adapter, AdapterPayload } from 'oidc-provider';
import { DocumentFile } from '../document-file.ts';

interface Kept {
  cookieKey: string;
  items: Record<string, { payload: AdapterPayload; expiresAt: number }>;
}

/** Sessions, codes and tokens of the OpenID provider, in a file (https://github.com/panva/node-oidc-provider/blob/main/example/my_adapter.js). */
export class SignIns {
  readonly #file: DocumentFile<Kept>;

  constructor(file: string) {
    this.#file = new DocumentFile<Kept>(file, { cookieKey: randomBytes(32).toString('hex'), items: {} });
    const now = Date.now();
    for (const [key, { expiresAt }] of Object.entries(this.#file.value.items))
      if (expiresAt < now) delete this.#file.value.items[key];
    this.#file.save();
  }

  get cookieKey(): string {
    return this.#file.value.cookieKey;
  }

  /** The store of one kind of thing: `Session`, `AuthorizationCode`, … */
  adapter(kind: string): Adapter {
    const items = () => this.#file.value.items;
    const keyOf = (id: string) => `${kind}:${id}`;
    const live = (key: string) => {
      const item = items()[key];
      return item === undefined || item.expiresAt < Date.now() ? undefined : item.payload;
    };
    const save = () => this.#file.save();
    return {
      async upsert(id, payload, expiresIn) {
        items()[keyOf(id)] = { payload, expiresAt: Date.now() + (expiresIn ?? 86_400) * 1000 };
        save();
      },
      find: async (id) => live(keyOf(id)),
      findByUserCode: async () => undefined,
      findByUid: async (uid) =>
        Object.keys(items())
          .filter((key) => key.startsWith(`${kind}:`))
          .map(live)
          .find((payload) => payload?.uid === uid),
      async consume(id) {
        const payload = live(keyOf(id));
        if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1000);
        save();
      },
      async destroy(id) {
        delete items()[keyOf(id)];
        save();
      },
      async revokeByGrantId(grantId) {
        for (const [key, { payload }] of Object.entries(items())) if (payload.grantId === grantId) delete items()[key];
        save();
      },
    };
  }
}
