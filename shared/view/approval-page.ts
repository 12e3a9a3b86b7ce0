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
      typed?: { action: string; comment: string };
    }
  | { state: 'decided'; title: string; message: string; action: string; by: string; at: string; comment?: string }
  | { state: 'expired'; title: string; message: string; expiresAt: string }
  | { state: 'cancelled'; title: string; message: string }
  | { state: 'unknown' };

const style = `
main{max-width:36rem;margin:0 auto;padding:2rem 1rem 6rem}h1{font-size:1.625rem;line-height:2rem;margin:.25rem 0 1rem}
.card{margin:1rem 0}dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:0}dt{color:var(--ink2)}dd{margin:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
fieldset{border:0;padding:0;margin:0;display:grid;gap:.5rem}legend{font-weight:600;padding:0 0 .5rem}
label.choice{display:flex;align-items:center;gap:.75rem;min-height:48px;padding:0 1rem;border:1px solid var(--control);border-radius:8px;cursor:pointer}
label.choice:has(:checked){outline:3px solid var(--ink)}input[type=radio]{width:1.25rem;height:1.25rem;accent-color:var(--ink)}
textarea{width:100%;min-height:5rem;padding:.75rem;border:1px solid var(--control);border-radius:8px;background:var(--surface);color:inherit;font:inherit}
button{min-height:48px;width:100%;border:0;border-radius:8px;background:var(--ink);color:var(--canvas);font:600 1rem system-ui,sans-serif;cursor:pointer}
.ok{color:var(--ok)}.no{color:var(--no)}.wait{color:var(--wait)}`;

const words: Record<string, [string, string]> = {
  approve: ['Approved', 'ok'],
  reject: ['Rejected', 'no'],
  skip: ['Skipped', 'wait'],
  fail: ['Failed', 'no'],
};

const choices = [
  ['approve', 'Approve'],
  ['reject', 'Reject: the run stops'],
  ['skip', 'Skip this step: the run goes on'],
] as const;

function content(page: ApprovalPage): Html {
  switch (page.state) {
    case 'pending':
      return html`<p class="meta">${page.title}</p><h1>${page.message}</h1>
${page.problem === undefined ? undefined : html`<p class="no" role="alert">${page.problem}</p>`}
${page.summary === '' ? undefined : html`<section class="card"><p class="meta">The step before</p><p>${page.summary}</p></section>`}
<section class="card"><p class="meta">The values at stake</p><dl>${Object.entries(page.values).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></section>
<form method="post"><input type="hidden" name="form" value="${page.formToken}">
<fieldset><legend>Your decision</legend>
${choices.map(([action, text]) => html`<label class="choice"><input type="radio" name="action" value="${action}" required${page.typed?.action === action ? html` checked` : undefined}> ${text}</label>`)}</fieldset>
<p><label for="comment">Comment, kept with the decision</label><textarea id="comment" name="comment" maxlength="4000">${page.typed?.comment}</textarea></p>
<button type="submit">Decide</button></form>
<p class="meta">Asked of ${page.recipient}. Open until <time datetime="${page.expiresAt}">${minuteOf(page.expiresAt)}</time>. Opening this page decides nothing.</p>`;
    case 'decided': {
      const [word, look] = words[page.action] ?? ['Decided', 'wait'];
      return html`<p class="meta">${page.title}</p><h1>${page.message}</h1><section class="card"><p><strong class="${look}">${word}</strong> by ${page.by} at <time datetime="${page.at}">${minuteOf(page.at)}</time></p>${page.comment === undefined ? undefined : html`<p>“${page.comment}”</p>`}</section>`;
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
