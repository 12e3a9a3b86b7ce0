import { html } from '../../../shared/view/html.ts';
import { minuteOf } from '../../../shared/view/minute-of.ts';
import type { SentMail } from '../ses/mailbox.ts';
import { renderLocalPage } from './page.ts';

/** The mailbox: what the deployment has sent, newest first. */
export const renderMailbox = (mails: readonly SentMail[]): string =>
  renderLocalPage(
    'Mail',
    html`<h1>Mail</h1>${mails.length === 0 ? html`<p class="meta">Nothing has been sent yet.</p>` : undefined}${mails.map(
      (mail) =>
        html`<a class="card" href="/_local/mail/${mail.id}"><strong>${mail.subject}</strong><span class="meta">to ${mail.to.join(', ')} · ${minuteOf(mail.at)}</span></a>`,
    )}`,
  );
