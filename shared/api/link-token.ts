import { createHmac } from 'node:crypto';
import { sameText } from '../webhooks/same-text.ts';

/** What a link names: a checkpoint, one of its recipients, and the issue of the link. Never a task token. */
export interface Link {
  checkpoint: string;
  recipient: string;
  issue: number;
}

const encode = (text: string) => Buffer.from(text, 'utf8').toString('base64url');
const decode = (text: string) => Buffer.from(text, 'base64url').toString('utf8');
const sign = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest('base64url');

/** The token of a link: `checkpoint.recipient.issue.HMAC`, derived anew whenever a mail is sent; nothing of it is stored. */
export function makeLinkToken(secret: string, { checkpoint, recipient, issue }: Link): string {
  const named = `${encode(checkpoint)}.${encode(recipient)}.${issue}`;
  return `${named}.${sign(secret, `link:${named}`)}`;
}

/** What an authentic token names; undefined for everything else. Takes the same time wherever a token is wrong. */
export function readLinkToken(secret: string, token: string): Link | undefined {
  const [checkpoint = '', recipient = '', issue = '', mac = '', ...more] = token.split('.');
  const authentic = sameText(mac, sign(secret, `link:${checkpoint}.${recipient}.${issue}`));
  if (!authentic || more.length > 0 || !/^\d{1,6}$/.test(issue)) return undefined;
  return { checkpoint: decode(checkpoint), recipient: decode(recipient), issue: Number(issue) };
}

/** The token of a page's form: binds a decision to the link and to the evidence that the page showed. */
export const makeFormToken = (secret: string, token: string, evidence: string): string =>
  sign(secret, `form:${token}:${evidence}`);
