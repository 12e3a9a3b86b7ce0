import { type Html, html } from './html.ts';

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
      problem?: string;
    }
  | { state: 'decided'; title: string; message: string; action: string; by: string; at: string; comment?: string }
  | { state: 'expired'; title: string; message: string; expiresAt: string }
  | { state: 'cancelled'; title: string; message: string }
  | { state: 'unknown' };

/** The tokens of CONSOLE.md §4; no script, no font, nothing from elsewhere. */
const style = `
:root{color-scheme:light dark;--canvas:#F3F5F4;--surface:#FFF;--ink:#13201B;--ink2:#47534D;--line:#DAE0DC;--control:#7B8781;--ok:#04724F;--no:#BE123C;--wait:#92490A}
@media(prefers-color-scheme:dark){:root{--canvas:#0B100E;--surface:#131917;--ink:#E9EFEB;--ink2:#AAB6B0;--line:#28322E;--control:#6B7771;--ok:#34D399;--no:#FB7185;--wait:#FBBF24}}
*{box-sizing:border-box}body{margin:0;background:var(--canvas);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:36rem;margin:0 auto;padding:2rem 1rem 6rem}h1{font-size:1.625rem;line-height:2rem;margin:.25rem 0 1rem}
.card{background:var(--surface);border:1px solid var(--line);border-radius:12px;padding:1rem;margin:1rem 0}
.meta{color:var(--ink2);font-size:.875rem}dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:0}dt{color:var(--ink2)}dd{margin:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
fieldset{border:0;padding:0;margin:0;display:grid;gap:.5rem}legend{font-weight:600;padding:0 0 .5rem}
label.choice{display:flex;align-items:center;gap:.75rem;min-height:48px;padding:0 1rem;border:1px solid var(--control);border-radius:8px;cursor:pointer}
label.choice:has(:checked){outline:3px solid var(--ink)}input[type=radio]{width:1.25rem;height:1.25rem;accent-color:var(--ink)}
textarea{width:100%;min-height:5rem;padding:.75rem;border:1px solid var(--control);border-radius:8px;background:var(--surface);color:inherit;font:inherit}
button{min-height:48px;width:100%;border:0;border-radius:8px;background:var(--ink);color:var(--canvas);font:600 1rem system-ui,sans-serif;cursor:pointer}
:focus-visible{outline:3px solid var(--wait);outline-offset:2px}.ok{color:var(--ok)}.no{color:var(--no)}.wait{color:var(--wait)}`;

const words: Record<string, [string, string]> = {
  approve: ['Approved', 'ok'],
  reject: ['Rejected', 'no'],
  skip: ['Skipped', 'wait'],
  fail: ['Failed', 'no'],
};

function content(page: ApprovalPage): Html {
  switch (page.state) {
    case 'pending':
      return html`<p class="meta">${page.title}</p><h1>${page.message}</h1>
${page.problem === undefined ? undefined : html`<p class="no" role="alert">${page.problem}</p>`}
${page.summary === '' ? undefined : html`<section class="card"><p class="meta">The step before</p><p>${page.summary}</p></section>`}
<section class="card"><p class="meta">The values at stake</p><dl>${Object.entries(page.values).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></section>
<form method="post"><input type="hidden" name="form" value="${page.formToken}">
<fieldset><legend>Your decision</legend>
<label class="choice"><input type="radio" name="action" value="approve" required> Approve</label>
<label class="choice"><input type="radio" name="action" value="reject" required> Reject: the run stops</label>
<label class="choice"><input type="radio" name="action" value="skip" required> Skip this step: the run goes on</label></fieldset>
<p><label for="comment">Comment, kept with the decision</label><textarea id="comment" name="comment" maxlength="4000"></textarea></p>
<button type="submit">Decide</button></form>
<p class="meta">Asked of ${page.recipient}. Open until <time datetime="${page.expiresAt}">${page.expiresAt.slice(0, 16).replace('T', ' ')} UTC</time>. Opening this page decides nothing.</p>`;
    case 'decided': {
      const [word, look] = words[page.action] ?? ['Decided', 'wait'];
      return html`<p class="meta">${page.title}</p><h1>${page.message}</h1><section class="card"><p><strong class="${look}">${word}</strong> by ${page.by} at <time datetime="${page.at}">${page.at.slice(0, 16).replace('T', ' ')} UTC</time></p>${page.comment === undefined ? undefined : html`<p>“${page.comment}”</p>`}</section>`;
    }
    case 'expired':
      return html`<p class="meta">${page.title}</p><h1>${page.message}</h1><section class="card"><p><strong class="wait">Expired</strong> at ${page.expiresAt.slice(0, 16).replace('T', ' ')} UTC, before anybody decided.</p></section>`;
    case 'cancelled':
      return html`<p class="meta">${page.title}</p><h1>${page.message}</h1><section class="card"><p><strong>Cancelled.</strong> The run has ended; there is nothing left to decide.</p></section>`;
    case 'unknown':
      return html`<h1>This link does not work</h1><p>It may be incomplete, or a newer one was sent. Look for the latest mail, or ask whoever started the run.</p>`;
  }
}

/** The page behind an approval link: HTML for a browser without script, in light and dark, for a phone first. */
export function renderApprovalPage(page: ApprovalPage): string {
  const title = page.state === 'unknown' ? 'Sluice' : `${page.title} · Sluice`;
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${title}</title><style>STYLE</style></head><body><main>${content(page)}</main></body></html>`.text.replace(
    'STYLE',
    () => style,
  );
}
