import { randomUUID } from 'node:crypto';
import { DocumentFile } from '../document-file.ts';

/** A mail that was sent, as `GET /_local/mail` shows it. */
export interface SentMail {
  id: string;
  at: string;
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string;
}

interface SendEmailInput {
  FromEmailAddress?: string;
  Destination?: { ToAddresses?: string[] };
  Content?: { Simple?: { Subject?: { Data?: string }; Body?: { Text?: { Data?: string }; Html?: { Data?: string } } } };
}

/** SES: one operation, whose mails stay in the data folder instead of going out. */
export class Mailbox {
  readonly #file: DocumentFile<SentMail[]>;

  constructor(file: string) {
    this.#file = new DocumentFile(file, []);
  }

  /** Keeps a mail of SendEmail (https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html); answers its id. */
  send(input: SendEmailInput, at: string): { MessageId: string } {
    const { FromEmailAddress, Destination, Content } = input;
    const to = Destination?.ToAddresses ?? [];
    if (FromEmailAddress === undefined || to.length === 0 || Content?.Simple === undefined)
      throw new Error('SendEmail needs FromEmailAddress, Destination.ToAddresses and Content.Simple here.');
    const { Subject, Body } = Content.Simple;
    const mail = {
      id: randomUUID(),
      at,
      from: FromEmailAddress,
      to,
      subject: Subject?.Data ?? '',
      text: Body?.Text?.Data ?? '',
      html: Body?.Html?.Data ?? '',
    };
    this.#file.value.unshift(mail);
    this.#file.save();
    return { MessageId: mail.id };
  }

  /** Every mail, newest first. */
  list(): SentMail[] {
    return this.#file.value;
  }
}
