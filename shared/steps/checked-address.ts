import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { StepFailure } from './step-failure.ts';

/** `host:port` pairs that may be reached although they are private (`SLUICE_HTTP_ALLOW`). */
export type Allowed = ReadonlySet<string>;

/** Whether an address is one of the public internet: no loopback, private, link-local, metadata, mapped, NAT64 or reserved one. */
export function isPublic(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

function refuse(host: string, address: string): StepFailure {
  return new StepFailure('Http.AddressRefused', `${host} is at ${address}, which is not a public address.`, {
    suggestion: 'If it is private on purpose, add host:port to the deployment’s parameter HttpAllow.',
  });
}

const hostOf = (url: URL) => url.hostname.replace(/^\[|\]$/g, '');
const portOf = (url: URL) => url.port || (url.protocol === 'https:' ? '443' : '80');

/** Refuses a URL that is no HTTP, or whose host is written as an address that is not public. */
export function checkUrl(url: URL, allowed: Allowed): { open: boolean } {
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new StepFailure('Http.Url', `${url.protocol} is not http or https.`);
  const host = hostOf(url);
  const open = allowed.has(`${host}:${portOf(url)}`);
  if (!open && ipaddr.isValid(host) && !isPublic(host)) throw refuse(host, host);
  return { open };
}

/**
 * A DNS lookup for one connection: every address that the name has must be public, and the connection goes to one of those
 * that were checked, so that a name cannot mean something else a moment later.
 */
export function checkedLookup(open: boolean): LookupFunction {
  return (host, options, done) => {
    lookup(host, { ...options, all: true }).then(
      (addresses) => {
        const hidden = open ? undefined : addresses.find(({ address }) => !isPublic(address));
        const [first] = addresses;
        if (hidden !== undefined) done(refuse(host, hidden.address), []);
        else if (options.all === true) done(null, addresses);
        else if (first !== undefined) done(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => done(error, []),
    );
  };
}
