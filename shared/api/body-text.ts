import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { SluiceError } from '../errors/sluice-error.ts';

/** UTF-8 bytes that the body of a request may have. */
const mostBytes = 256 * 1024;

/** The text of a request's body; an absent one is empty. Throws `too-large` (413). */
export function bodyText({
  body = '',
  isBase64Encoded,
}: Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded'>): string {
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
  if (Buffer.byteLength(text) > mostBytes)
    throw new SluiceError('too-large', `The body has more than ${mostBytes / 1024} KB.`, { status: 413 });
  return text;
}
