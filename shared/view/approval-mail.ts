import { Html, html } from './html.ts';
import { minuteOf } from './minute-of.ts';

export interface ApprovalMail {
  run: string;
  title: string;
  message: string;
  summary: string;
  values: Record<string, string>;
  expiresAt: string;
  link: string;
}

/**
 * Colours of the dark theme (CONSOLE.md §4) for readers of mail that ask for it; the others see the inline ones. Inline styles win unless
 * it says otherwise.
 */
const dark = `@media (prefers-color-scheme:dark){.c{background:#0B100E!important}.s{background:#131917!important;border-color:#28322E!important}.i{color:#E9EFEB!important}.m{color:#AAB6B0!important}.b{background:#E9EFEB!important;color:#0B100E!important}}`;

/** The mail that asks for a decision, as text and as HTML; its link decides nothing by being opened. */
export function renderApprovalMail(mail: ApprovalMail): { subject: string; text: string; html: string } {
  const until = minuteOf(mail.expiresAt);
  const values = Object.entries(mail.values);
  const text = [
    mail.message,
    '',
    ...(mail.summary === '' ? [] : [mail.summary, '']),
    ...values.map(([name, value]) => `  ${name}: ${value}`),
    '',
    'Look at it and decide:',
    mail.link,
    '',
    `The link is yours alone: do not forward it. It is open until ${until}.`,
    `${mail.title}, run ${mail.run}`,
  ].join('\n');
  const body =
    html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${mail.title}</title><style>:root{color-scheme:light dark}${new Html(dark)}</style></head>
<body class="c" style="margin:0;padding:24px 16px;background:#F3F5F4;font:16px/1.5 system-ui,sans-serif"><table role="presentation" align="center" class="s i" width="100%" style="max-width:560px;background:#FFFFFF;color:#13201B;border:1px solid #DAE0DC;border-radius:12px"><tr><td style="padding:24px">
<p class="m" style="margin:0;color:#47534D;font-size:14px">${mail.title}</p><h1 style="margin:4px 0 16px;font-size:22px;line-height:28px">${mail.message}</h1>
${mail.summary === '' ? undefined : html`<p style="margin:0 0 16px">${mail.summary}</p>`}
<table role="presentation" style="margin:0 0 24px">${values.map(([name, value]) => html`<tr><td class="m" style="padding:2px 16px 2px 0;color:#47534D;vertical-align:top">${name}</td><td style="padding:2px 0;overflow-wrap:anywhere">${value}</td></tr>`)}</table>
<p style="margin:0 0 24px"><a href="${mail.link}" class="b" style="display:inline-block;padding:12px 24px;border-radius:8px;background:#13201B;color:#FFFFFF;font-weight:600;text-decoration:none">Look at it and decide</a></p>
<p class="m" style="margin:0;color:#47534D;font-size:14px">The link is yours alone: do not forward it. It is open until ${until}.<br>Run ${mail.run}</p></td></tr></table></body></html>`
      .text;
  return { subject: mail.message.length <= 120 ? mail.message : `${mail.message.slice(0, 119)}…`, text, html: body };
}
