/** What the deployment tells its console: `/config.json`. */
export interface Config {
  /** Issuer of OpenID Connect, whose discovery document is below it. */
  issuer: string;
  clientId: string;
  /** Of the WebSocket API; without it the console polls. */
  socketUrl?: string;
  /** Where the issuer ends its own session. */
  signOutUrl?: string;
}

let loaded: Promise<Config> | undefined;

export function config(): Promise<Config> {
  loaded ??= fetch('/config.json').then((response) => response.json() as Promise<Config>);
  return loaded;
}
