/** Where the issuer of tokens is served, its sign-in page beside it. */
export const issuerPath = '/_local/oidc';
