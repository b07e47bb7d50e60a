import { html, raw } from 'hono/html';
import type { GarminAccount } from '../state.ts';
import { masked } from './json-answers.ts';
import type { Pending } from './state.ts';

const signInTitle = 'GARMIN Authentication Application';

export const embedPage = () => page('GAuth Embedded Version', html`<div id="gauth-widget"></div>`);

/** The form for name and password; `problem` is said above it after a refusal. */
export const signInPage = (csrf: string, problem = '') =>
  page(
    signInTitle,
    html`${problem && html`<div id="status" class="error">${problem}</div>`}
      <form method="post" id="login-form">
        <input type="hidden" name="_csrf" value="${csrf}" />
        <input name="username" type="email" /><input name="password" type="password" />
        <button>Sign In</button>
      </form>`,
  );

/** The form for the code. Accounts with e-mail codes get it under the title of the sign-in. */
export const codePage = (csrf: string, { method, code }: Pending, account: GarminAccount, problem = '') => {
  const sentTo = code === undefined ? '' : method === 'sms' ? '*******42' : masked(account.email);
  const variables = {
    customerGuid: account.garminGuid,
    mfaMethod: method,
    locale: 'en',
    clientId: '',
    codeSentTo: sentTo,
  };
  return page(
    method === 'email' && !problem ? signInTitle : 'Enter MFA code for login',
    html`<script>
        ${raw(
          Object.entries(variables)
            .map(([name, value]) => `var ${name} = "${value}";`)
            .join('\n        '),
        )}
      </script>
      ${problem && html`<div id="status" class="error">${problem}</div>`}
      <form method="post" id="mfa-verification-code-form">
        <input name="mfa-code" />
        <input type="hidden" name="embed" value="true" />
        <input type="hidden" name="_csrf" value="${csrf}" />
        <input type="hidden" name="fromPage" value="setupEnterMfaCode" />
        <p>You may ask for another code after 30 seconds.</p>
      </form>`,
  );
};

/** Says where the browser is to go with its ticket, in a script that escapes its slashes. */
export const successPage = (service: string, ticket: string) =>
  page(
    'Success',
    html`<script>var response_url = "${raw(`${service}?ticket=${ticket}`.replaceAll('/', '\\/'))}";</script>`,
  );

/** Where Garmin wants something of the person that only a browser can give. */
export const obstaclePage = (title: string) => page(title, html`<p>${title}</p>`);

const page = (title: string, content: unknown) => html`<!doctype html>
  <html class="no-js" lang="en">
    <head>
      <title>${title}</title>
    </head>
    <body>
      ${content}
    </body>
  </html>`;
