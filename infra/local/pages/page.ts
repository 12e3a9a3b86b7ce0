import { type Html, html } from '../../../shared/view/html.ts';

const style = `:root{color-scheme:light dark;--canvas:#F3F5F4;--surface:#fff;--ink:#13201B;--ink2:#47534D;--line:#DAE0DC}
@media(prefers-color-scheme:dark){:root{--canvas:#0E1512;--surface:#161F1B;--ink:#E8EFEB;--ink2:#A9B6AF;--line:#2A3630}}
*{box-sizing:border-box}body{margin:0;background:var(--canvas);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:44rem;margin:0 auto;padding:2rem 1rem}h1{font-size:1.375rem;line-height:1.75rem;margin:0 0 1rem}p{margin:0 0 1rem}
a{color:inherit}.card,button{display:block;width:100%;background:var(--surface);border:1px solid var(--line);border-radius:12px;padding:1rem;margin:0 0 .75rem;text-align:left;font:inherit;color:inherit;text-decoration:none}
button{cursor:pointer}.card:hover,button:hover{border-color:var(--ink2)}.meta{color:var(--ink2);font-size:.875rem}strong{display:block;overflow-wrap:anywhere}
code{font:14px/1.5 ui-monospace,monospace;overflow-wrap:anywhere}:focus-visible{outline:3px solid #B7791F;outline-offset:2px}`;

/** A page of the local server, in the look of the others. */
export function renderPage(title: string, content: Html): string {
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title} · Sluice</title><style>STYLE</style></head><body><main>${content}</main></body></html>`.text.replace(
    'STYLE',
    () => style,
  );
}
