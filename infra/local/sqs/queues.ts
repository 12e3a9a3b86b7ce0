import { createHash, randomUUID } from 'node:crypto';
import { DocumentFile } from '../document-file.ts';
import { ServiceError } from '../states/states-error.ts';

/** A message that lies in a queue. */
export interface QueuedMessage {
  id: string;
  body: string;
  sentAt: number;
  attributes: Record<string, string>;
  receipt?: string;
  /** Hidden from receivers until then. */
  visibleAt: number;
  received: number;
}

/** Seconds that a received message stays hidden (SQS default). */
const visibilitySeconds = 30;
const mostMessages = 10;
const md5 = (text: string) => createHash('md5').update(text).digest('hex');

/** SQS: the queues of the template, their messages in the data folder. Sending, receiving, deleting and counting; anything else is refused by name. */
export class Queues {
  readonly #file: DocumentFile<Record<string, QueuedMessage[]>>;
  readonly #now: () => number;

  constructor(file: string, names: string[], now: () => number) {
    this.#file = new DocumentFile(file, {});
    this.#now = now;
    for (const name of names) this.#file.value[name] ??= [];
  }

  /** Puts a message into a queue by its ARN or URL. */
  send(queue: string, body: string, attributes: Record<string, string> = {}): string {
    const id = randomUUID();
    this.#of(queue).push({ id, body, attributes, sentAt: this.#now(), visibleAt: 0, received: 0 });
    this.#file.save();
    return id;
  }

  /** What lies in a queue, the oldest first. */
  list(queue: string): readonly QueuedMessage[] {
    return this.#of(queue);
  }

  /** An operation of the SQS API (AWS JSON protocol, https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/). */
  handle(operation: string, input: Record<string, unknown>): Record<string, unknown> {
    const queue = String(input.QueueUrl);
    switch (operation) {
      case 'SendMessage': {
        const body = String(input.MessageBody);
        return { MessageId: this.send(queue, body), MD5OfMessageBody: md5(body) };
      }
      case 'ReceiveMessage':
        return this.#receive(queue, input);
      case 'DeleteMessage': {
        const messages = this.#of(queue);
        const index = messages.findIndex((each) => each.receipt === input.ReceiptHandle);
        if (index >= 0) messages.splice(index, 1);
        this.#file.save();
        return {};
      }
      case 'PurgeQueue':
        this.#of(queue).splice(0);
        this.#file.save();
        return {};
      case 'GetQueueAttributes':
        return { Attributes: { ApproximateNumberOfMessages: String(this.#of(queue).length) } };
      default:
        throw new ServiceError('UnsupportedOperation', `The embedded SQS has no operation ${operation}.`);
    }
  }

  #receive(queue: string, input: Record<string, unknown>): Record<string, unknown> {
    const now = this.#now();
    const found = this.#of(queue)
      .filter((each) => each.visibleAt <= now)
      .slice(0, Math.min(mostMessages, Number(input.MaxNumberOfMessages ?? 1)));
    for (const message of found) {
      message.receipt = randomUUID();
      message.visibleAt = now + Number(input.VisibilityTimeout ?? visibilitySeconds) * 1000;
      message.received += 1;
    }
    this.#file.save();
    if (found.length === 0) return {};
    return {
      Messages: found.map(({ id, receipt, body, attributes, sentAt, received }) => ({
        MessageId: id,
        ReceiptHandle: receipt,
        Body: body,
        MD5OfBody: md5(body),
        Attributes: { SentTimestamp: String(sentAt), ApproximateReceiveCount: String(received) },
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
        ),
      })),
    };
  }

  #of(queue: string): QueuedMessage[] {
    const messages = this.#file.value[queue.split(/[:/]/).at(-1) ?? ''];
    if (messages === undefined)
      throw new ServiceError('AWS.SimpleQueueService.NonExistentQueue', 'The specified queue does not exist.');
    return messages;
  }
}
