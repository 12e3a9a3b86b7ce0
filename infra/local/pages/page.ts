import type { Html } from '../../../shared/view/html.ts';
import { renderPage } from '../../../shared/view/page.ts';

const style = `
main{max-width:44rem;margin:0 auto;padding:2rem 1rem}h1{font-size:1.375rem;line-height:1.75rem;margin:0 0 1rem}p{margin:0 0 1rem}
a{color:inherit}.card{display:block;width:100%;margin:0 0 .75rem;text-align:left;font:inherit;color:inherit;text-decoration:none}
button.card{cursor:pointer}.card:hover{border-color:var(--ink2)}strong{display:block;overflow-wrap:anywhere}
code{font:14px/1.5 ui-monospace,monospace;overflow-wrap:anywhere}`;

/** A page of the local server, in the look of the others. */
export const renderLocalPage = (title: string, content: Html): string =>
  renderPage(`${title} · Sluice`, style, content);
