/** What a token may allow (DESIGN §7). */
export const apiScopes = ['flows.read', 'flows.run', 'flows.cancel.any', 'flows.write', 'settings.write'] as const;
export type ApiScope = (typeof apiScopes)[number];

/** The scopes of a token's `scope` claim, without the resource server's prefix. */
export function scopesIn(claim: unknown): Set<string> {
  const text = Array.isArray(claim) ? claim.join(' ') : typeof claim === 'string' ? claim : '';
  return new Set(
    text
      .replaceAll(/^\[|\]$/g, '')
      .split(/[\s,]+/)
      .map((scope) => scope.replace(/^sluice\//, ''))
      .filter((scope) => scope !== ''),
  );
}
