import { html } from '../../../shared/view/html.ts';
import { renderLocalPage } from './page.ts';

/** What `/` shows while the template serves no console: where to go next. */
export const renderLanding = (url: string): string =>
  renderLocalPage(
    'Ready',
    html`<h1>Sluice is running</h1>
<a class="card" href="/_local/mail"><strong>Mail</strong><span class="meta">Approvals that were asked for, with their links</span></a>
<a class="card" href="/v1/openapi.json"><strong>The API</strong><span class="meta">OpenAPI 3.1; tokens from POST /_local/token {"user":"operator"}</span></a>
<div class="card"><strong>The command line</strong><code>SLUICE_URL=${url} npx sluice runs</code></div>`,
  );
