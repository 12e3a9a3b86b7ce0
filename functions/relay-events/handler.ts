import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { z } from 'zod';
import { makeLinkToken } from '../../shared/api/link-token.ts';
import { createPorts } from '../../shared/aws/create-ports.ts';
import { environment } from '../../shared/aws/environment.ts';
import { linkSecret } from '../../shared/aws/link-secret.ts';
import { sendMail } from '../../shared/aws/send-mail.ts';
import { logger, withStack } from '../../shared/aws/stack.ts';
import type { CheckpointRecord } from '../../shared/commands/ports.ts';
import { readEvidence } from '../../shared/commands/read-evidence.ts';
import { openedCheckpoint } from '../../shared/store/stream-record.ts';
import { renderApprovalMail } from '../../shared/view/approval-mail.ts';

/** Sends each recipient of a checkpoint one mail with a link of his own. */
async function askRecipients(record: CheckpointRecord): Promise<void> {
  const { SLUICE_PUBLIC_URL } = environment('SLUICE_PUBLIC_URL');
  const secret = await linkSecret();
  const { summary, values } = await readEvidence(createPorts(), record);
  for (const recipient of record.to) {
    const link = `${SLUICE_PUBLIC_URL}/a/${makeLinkToken(secret, { checkpoint: record.id, recipient, issue: record.issue })}`;
    await sendMail({ to: recipient, ...renderApprovalMail({ ...record, summary, values, link }) });
  }
}

/**
 * Tells the world what was committed, from the table's stream: here, the mails of checkpoints that were opened. A record that fails is
 * reported by its number, so that those before it are not repeated; after some attempts it goes to the dead-letter queue.
 * A record that is delivered twice sends its mails twice, with the same links: mail has no transaction.
 */
export const handler = withStack(z.custom<DynamoDBStreamEvent>(), async (event): Promise<DynamoDBBatchResponse> => {
  for (const record of event.Records) {
    try {
      const opened = openedCheckpoint(record);
      if (opened !== undefined) await askRecipients(opened);
    } catch (error) {
      logger.error('A record could not be relayed', error as Error);
      return { batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? '' }] };
    }
  }
  return { batchItemFailures: [] };
});
