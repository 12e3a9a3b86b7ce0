import { type Html, html } from './html.ts';
import { minuteOf } from './minute-of.ts';
import { renderPage } from './page.ts';

/** What an approval page shows; a union by state, so that a decided one cannot be asked again. */
export type ApprovalPage =
  | {
      state: 'pending';
      title: string;
      message: string;
      summary: string;
      values: Record<string, string>;
      expiresAt: string;
      recipient: string;
      formToken: string;
      /** Why a form that was sent is shown again, and what was typed into it. */
      problem?: string;
      typed?: { comment: string };
    }
  | { state: 'decided'; title: string; message: string; action: string; by: string; at: string; comment?: string }
  | { state: 'expired'; title: string; message: string; expiresAt: string }
  | { state: 'cancelled'; title: string; message: string }
  | { state: 'unknown' };

const style = `
main{max-width:36rem;margin:0 auto;padding:2rem 1rem 6rem}h1{font-size:1.625rem;line-height:2rem;margin:.25rem 0 1rem}
.card{margin:1rem 0}dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:0}dt{color:var(--ink2)}dd{margin:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
.card>:first-child{margin-top:0}.card>:last-child{margin-bottom:0}
textarea{width:100%;min-height:5rem;padding:.75rem;border:1px solid var(--control);border-radius:8px;background:var(--surface);color:inherit;font:inherit}
textarea,button{scroll-margin-bottom:6rem}.verbs{position:sticky;bottom:0;display:flex;gap:.5rem;margin:0 -1rem;padding:.75rem 1rem;background:var(--canvas);border-top:1px solid var(--line)}
button{min-height:48px;padding:0 1rem;border:1px solid var(--control);border-radius:8px;background:var(--surface);color:var(--ink);font:600 1rem system-ui,sans-serif;cursor:pointer}
button.first{order:1;flex:1;background:var(--ink);border-color:var(--ink);color:var(--canvas)}button.no{border-color:var(--no)}
.ok{color:var(--ok)}.no{color:var(--no)}.wait{color:var(--wait)}`;

const words: Record<string, [string, string]> = {
  approve: ['Approved', 'ok'],
  reject: ['Rejected', 'no'],
  skip: ['Skipped', 'wait'],
  fail: ['Failed', 'no'],
};

/** The first is the one that a press of Enter would take, if a field of the form sent it; none does. */
const choices = [
  ['approve', 'Approve', 'first'],
  ['reject', 'Reject', 'no'],
  ['skip', 'Skip', 'plain'],
] as const;

function content(page: ApprovalPage): Html {
  switch (page.state) {
    case 'pending':
      return html`<p class="meta">${page.title}</p><h1>${page.message}</h1>
${page.problem === undefined ? undefined : html`<p class="no" role="alert">${page.problem}</p>`}
${page.summary === '' ? undefined : html`<section class="card"><p class="meta">The step before</p><p>${page.summary}</p></section>`}
<section class="card"><p class="meta">The values at stake</p><dl>${Object.entries(page.values).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></section>
<form method="post"><input type="hidden" name="form" value="${page.formToken}">
<p><label for="comment">Comment <span class="meta">optional, kept with the decision</span></label><textarea id="comment" name="comment" maxlength="4000">${page.typed?.comment}</textarea></p>
<p class="meta">Rejecting stops the run. Skipping leaves this step out, and the run goes on.</p>
<div class="verbs">${choices.map(([action, text, look]) => html`<button type="submit" name="action" value="${action}" class="${look}">${text}</button>`)}</div></form>
<p class="meta">Asked of ${page.recipient}. Open until <time datetime="${page.expiresAt}">${minuteOf(page.expiresAt)}</time>. Opening this page decides nothing.</p>`;
    case 'decided': {
      const [word, look] = words[page.action] ?? ['Decided', 'wait'];
      return html`<p class="meta">${page.title}</p><h1>${page.message}</h1><section class="card"><p><strong class="${look}">${word}</strong> by ${page.by} at <time datetime="${page.at}">${minuteOf(page.at)}</time></p>${page.comment === undefined ? undefined : html`<p>“${page.comment}”</p>`}</section><p class="meta">Nothing else is asked of you; this page can be closed.</p>`;
    }
    case 'expired':
      return html`<p class="meta">${page.title}</p><h1>${page.message}</h1><section class="card"><p><strong class="wait">Expired</strong> at ${minuteOf(page.expiresAt)}, before anybody decided.</p></section>`;
    case 'cancelled':
      return html`<p class="meta">${page.title}</p><h1>${page.message}</h1><section class="card"><p><strong>Cancelled.</strong> The run has ended; there is nothing left to decide.</p></section>`;
    case 'unknown':
      return html`<h1>This link does not work</h1><p>It may be incomplete, or a newer one was sent. Look for the latest mail, or ask whoever started the run.</p>`;
  }
}

/** The page behind an approval link: HTML for a browser without script, in light and dark, for a phone first. */
export function renderApprovalPage(page: ApprovalPage): string {
  const title = page.state === 'unknown' ? 'Sluice' : `${page.title} · Sluice`;
  return renderPage(title, style, content(page));
}
