import { createHash, randomBytes } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Commit, Json, Payload } from './events.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** The canonical JSON of a value (RFC 8785): the same value gives the same bytes whatever the order of its keys. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('Only JSON has a canonical form.');
  return text;
}

/** The hash of a commit: over everything in it but the hash itself; `prev` is in it, so a lane is a chain. */
export function hashCommit({ hash: _own, ...hashed }: Omit<Commit, 'hash'> & { hash?: string }): string {
  return sha256(canonicalJson(hashed));
}

/** A payload and what lies beside it. The salt keeps a guess at the value from being checked once the value is erased. */
export function makePayload(
  value: Json,
  salt = randomBytes(12).toString('base64url'),
): { payload: Payload; beside: { salt: string; value: Json } } {
  const text = canonicalJson(value);
  return { payload: { digest: sha256(salt + text), size: Buffer.byteLength(text) }, beside: { salt, value } };
}

/** What is wrong with the lanes of a run; nothing when every chain is whole and every head that the close sealed lies on its lane. */
export function verifyLanes(commits: readonly Commit[]): string[] {
  const problems: string[] = [];
  const lanes = Map.groupBy(commits, (commit) => commit.lane);
  for (const [lane, of] of lanes) {
    let prev = '';
    for (const [index, commit] of of.toSorted((a, b) => a.seq - b.seq).entries()) {
      if (commit.seq !== index + 1) problems.push(`${lane}: commit ${index + 1} is missing`);
      if (commit.prev !== prev) problems.push(`${lane}#${commit.seq}: does not follow the commit before it`);
      if (hashCommit(commit) !== commit.hash) problems.push(`${lane}#${commit.seq}: was changed`);
      prev = commit.hash;
    }
  }
  for (const commit of commits) {
    for (const event of commit.events) {
      if (event.type !== 'RunClosed') continue;
      for (const [lane, head] of Object.entries(event.heads)) {
        if (!lanes.get(lane)?.some((each) => each.hash === head))
          problems.push(`${lane}: the head that the close sealed is not on the lane`);
      }
    }
  }
  return problems;
}
