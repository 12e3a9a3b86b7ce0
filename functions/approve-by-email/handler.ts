import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { z } from 'zod';
import { bodyText } from '../../shared/api/body-text.ts';
import { decisionBody, mostComment } from '../../shared/api/contracts.ts';
import { makeFormToken, readLinkToken } from '../../shared/api/link-token.ts';
import { createPorts } from '../../shared/aws/create-ports.ts';
import { environment } from '../../shared/aws/environment.ts';
import { linkSecret } from '../../shared/aws/link-secret.ts';
import { logger, withStack } from '../../shared/aws/stack.ts';
import { decideCheckpoint } from '../../shared/commands/decide-checkpoint.ts';
import type { CheckpointRecord, Ports } from '../../shared/commands/ports.ts';
import { readEvidence } from '../../shared/commands/read-evidence.ts';
import { isSluiceError } from '../../shared/errors/sluice-error.ts';
import { defined } from '../../shared/flow/defined.ts';
import { type ApprovalPage, renderApprovalPage } from '../../shared/view/approval-page.ts';
import { sameText } from '../../shared/webhooks/same-text.ts';

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  // Not no-referrer: with it, browsers send `Origin: null` and the form's origin could not be checked.
  'referrer-policy': 'same-origin',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
};

const answer = (statusCode: number, page: ApprovalPage): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers,
  body: renderApprovalPage(page),
});
/** What every link gets that is not authentic and current: nothing tells a forged one from an old one. */
const unknown = () => answer(404, { state: 'unknown' });

async function pageOf(
  ports: Ports,
  record: CheckpointRecord,
  recipient: string,
  formToken: string,
): Promise<ApprovalPage> {
  const { title, message, decision, status, expiresAt } = record;
  if (decision !== undefined) {
    const by =
      decision.auto === 'expired'
        ? 'nobody in time; the flow’s policy applied'
        : (decision.by.name ?? decision.by.email ?? decision.by.id);
    return {
      state: 'decided',
      title,
      message,
      action: decision.action,
      by,
      at: decision.at,
      ...(decision.comment === undefined ? {} : { comment: decision.comment }),
    };
  }
  if (status === 'cancelled') return { state: 'cancelled', title, message };
  if (expiresAt <= new Date(ports.clock.now()).toISOString()) return { state: 'expired', title, message, expiresAt };
  return { state: 'pending', title, message, ...(await readEvidence(ports, record)), expiresAt, recipient, formToken };
}

/** Whether a form was sent by the page itself: browsers say so, and a scanner's scripted post does not. */
function isSameOrigin(event: APIGatewayProxyEventV2): boolean {
  const site = event.headers['sec-fetch-site'];
  return (
    event.headers.origin === new URL(environment('SLUICE_PUBLIC_URL').SLUICE_PUBLIC_URL).origin &&
    (site === undefined || site === 'same-origin')
  );
}

/** The fields of a form that was sent; undefined when it is too large. */
function formOf(event: APIGatewayProxyEventV2): URLSearchParams | undefined {
  try {
    return new URLSearchParams(bodyText(event));
  } catch (error) {
    if (isSluiceError(error) && error.status === 413) return undefined;
    throw error;
  }
}

/** The comment as it was typed: browsers send each of its line breaks as two letters, and count one. */
const commentOf = (form: URLSearchParams) => (form.get('comment') ?? '').replaceAll('\r\n', '\n').trim();

/** What the person can do about a form that is no decision. */
const problemOf = ({ issues }: z.ZodError, { comment }: { comment: string }) =>
  issues.some(({ path }) => path[0] === 'comment')
    ? `The comment has ${comment.length} characters, and at most ${mostComment} are kept. Shorten it and decide again.`
    : 'Choose approve, reject or skip.';

/** The page behind an approval link. GET and HEAD render and change nothing; POST takes a chosen decision and leads to its receipt. */
export const handler = withStack(
  z.custom<APIGatewayProxyEventV2>(),
  async (event): Promise<APIGatewayProxyStructuredResultV2> => {
    const ports = createPorts();
    const secret = await linkSecret();
    const token = event.pathParameters?.token ?? '';
    const link = readLinkToken(secret, token);
    const record = link === undefined ? undefined : await ports.runs.checkpoint(link.checkpoint);
    if (link === undefined || record === undefined || record.issue !== link.issue) return unknown();
    const formToken = makeFormToken(secret, token, record.evidence.digest);
    const page = await pageOf(ports, record, link.recipient, formToken);
    if (event.requestContext.http.method !== 'POST' || page.state !== 'pending') return answer(200, page);

    const form = formOf(event);
    if (form === undefined)
      return answer(413, { ...page, problem: 'What was sent is too large to be a decision. Decide here.' });
    if (!isSameOrigin(event) || !sameText(form.get('form') ?? '', formToken))
      return answer(403, { ...page, problem: 'This form did not come from this page. Decide here.' });
    const typed = { action: form.get('action') ?? '', comment: commentOf(form) };
    const decision = decisionBody.safeParse(typed.comment === '' ? { action: typed.action } : typed);
    if (!decision.success) return answer(400, { ...page, problem: problemOf(decision.error, typed), typed });
    try {
      await decideCheckpoint(ports, {
        ...defined(decision.data),
        checkpoint: record.id,
        actor: { type: 'recipient', id: link.recipient, email: link.recipient },
        seen: record.evidence.digest,
      });
    } catch (error) {
      // Decided, expired or cancelled meanwhile: the receipt says so. Anything else is a failure.
      if (!isSluiceError(error) || error.status !== 409) throw error;
      logger.info('The decision came too late', { code: error.code });
    }
    return { statusCode: 303, headers: { ...headers, location: `/a/${token}` }, body: '' };
  },
);
