import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { environment } from './environment.ts';
import { once } from './once.ts';

export interface OutgoingMail {
  to: string;
  subject: string;
  text: string;
  html: string;
}

const client = once(() => new SESv2Client({ maxAttempts: 4 }));

/** Sends one mail, without a configuration set: click tracking, which would rewrite the approval link, is a thing of those (SES guide, "Configuration sets"). */
export async function sendMail({ to, subject, text, html }: OutgoingMail): Promise<void> {
  const { SLUICE_MAIL_FROM } = environment('SLUICE_MAIL_FROM');
  const part = (Data: string) => ({ Data, Charset: 'UTF-8' });
  await client().send(
    new SendEmailCommand({
      FromEmailAddress: SLUICE_MAIL_FROM,
      Destination: { ToAddresses: [to] },
      Content: { Simple: { Subject: part(subject), Body: { Text: part(text), Html: part(html) } } },
    }),
  );
}
