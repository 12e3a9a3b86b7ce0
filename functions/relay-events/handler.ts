import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { z } from 'zod';
import { makeLinkToken } from '../../shared/api/link-token.ts';
import { createPorts } from '../../shared/aws/create-ports.ts';
import { environment } from '../../shared/aws/environment.ts';
import { linkSecret } from '../../shared/aws/link-secret.ts';
import { sendMail } from '../../shared/aws/send-mail.ts';
import { socketStore, sockets } from '../../shared/aws/sockets.ts';
import { logger, withStack } from '../../shared/aws/stack.ts';
import { pokeFollowers } from '../../shared/commands/poke-followers.ts';
import type { CheckpointRecord } from '../../shared/commands/ports.ts';
import { readEvidence } from '../../shared/commands/read-evidence.ts';
import { movedRun, openedCheckpoint } from '../../shared/store/stream-record.ts';
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

/** Tells the sockets that follow them which runs moved. Never throws. */
async function poke(runs: string[]): Promise<void> {
  const onError = (error: unknown) => logger.warn('A poke failed', error as Error);
  try {
    const ports = { store: socketStore(), sockets: sockets(), clock: { now: () => Date.now() } };
    await pokeFollowers(ports, runs, onError);
  } catch (error) {
    onError(error);
  }
}

/** Sends the mails of checkpoints that were opened; answers the first record that failed. */
async function sendMails(records: DynamoDBRecord[]): Promise<DynamoDBRecord | undefined> {
  for (const record of records) {
    try {
      const opened = openedCheckpoint(record);
      if (opened !== undefined) await askRecipients(opened);
    } catch (error) {
      logger.error('A record could not be relayed', error as Error);
      return record;
    }
  }
  return undefined;
}

/**
 * Tells the world what was committed, from the table's stream: pokes of sockets, and the mails of checkpoints that were opened. A record
 * whose mails fail is reported by its number, so that those before it are not repeated; after some attempts it goes to the dead-letter
 * queue. A record that is delivered twice sends its mails twice, with the same links: mail has no transaction. A poke that fails is only
 * logged: the console polls what it watches.
 */
export const handler = withStack(
  z.custom<DynamoDBStreamEvent>(),
  async ({ Records }): Promise<DynamoDBBatchResponse> => {
    const [failed] = await Promise.all([
      sendMails(Records),
      poke(Records.map(movedRun).filter((run) => run !== undefined)),
    ]);
    return {
      batchItemFailures: failed === undefined ? [] : [{ itemIdentifier: failed.dynamodb?.SequenceNumber ?? '' }],
    };
  },
);
