import { html } from '../../../shared/view/html.ts';
import { renderLocalPage } from './page.ts';

/** The sign-in page: one button per person. */
export const renderSignIn = (users: [string, { name: string; email: string }][]): string =>
  renderLocalPage(
    'Sign in',
    html`<h1>Sign in</h1><p class="meta">This server runs on your machine; there are no passwords.</p><form method="post">${users.map(
      ([user, { name, email }]) =>
        html`<button class="card" name="user" value="${user}"><strong>${name}</strong><span class="meta">${user} · ${email}</span></button>`,
    )}</form>`,
  );
