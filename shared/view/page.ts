import { Html, html } from './html.ts';

/** The tokens of CONSOLE.md §4; no script, no font, nothing from elsewhere. */
const style = `
:root{color-scheme:light dark;--canvas:#F3F5F4;--surface:#FFF;--ink:#13201B;--ink2:#47534D;--line:#DAE0DC;--control:#7B8781;--ok:#04724F;--no:#BE123C;--wait:#92490A}
@media(prefers-color-scheme:dark){:root{--canvas:#0B100E;--surface:#131917;--ink:#E9EFEB;--ink2:#AAB6B0;--line:#28322E;--control:#6B7771;--ok:#34D399;--no:#FB7185;--wait:#FBBF24}}
*{box-sizing:border-box}body{margin:0;background:var(--canvas);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
.card{background:var(--surface);border:1px solid var(--line);border-radius:12px;padding:1rem}.meta{color:var(--ink2);font-size:.875rem}
:focus-visible{outline:3px solid var(--wait);outline-offset:2px}`;

/** The frame of a page that the server renders, in light and dark, for a phone first; `more` is the style of what it holds. */
export const renderPage = (title: string, more: string, content: Html): string =>
  html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${title}</title><style>${new Html(style + more)}</style></head><body><main>${content}</main></body></html>`
    .text;
