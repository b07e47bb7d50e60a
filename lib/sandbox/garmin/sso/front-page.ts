import { html } from 'hono/html';
import { checkbox, choice, form, numberField } from '../../page.ts';
import type { GarminAccount } from '../state.ts';
import { appCode } from './codes.ts';
import type { SsoState } from './state.ts';

const mfaLabels = {
  none: 'no code',
  email: 'a code by e-mail',
  sms: 'a code by text message',
  totp: 'a code of an authenticator app',
} as const;

/** With what its owner signs in, and the codes that were "sent" to them. */
export function signInSection(account: GarminAccount, { sentCodes }: SsoState, nowMs: number) {
  const { id, email, password, mfa, locked, isChild } = account;
  const codes = sentCodes.filter(({ accountId }) => accountId === id).slice(-3);
  return html`<p>E-mail <code>${email}</code>, password <code>${password}</code>${locked ? ', locked' : ''}.</p>
    ${mfa === 'totp' && html`<p>The authenticator app shows <code>${appCode(account, nowMs)}</code>.</p>`}
    ${
      codes.length > 0 &&
      html`<p>Codes that were sent:</p>
        <ul>
          ${codes.map(({ digits, method, at }) => html`<li><code>${digits}</code> by ${method}, ${new Date(at).toISOString()}</li>`)}
        </ul>`
    }
    ${form(
      '/switches/account',
      'Signing in',
      'Set',
      html`<input type="hidden" name="account" value="${id}">
        ${choice('mfa', 'Beside the password Garmin asks for', mfaLabels, mfa)}
        ${checkbox('locked', 'The account is locked', locked)}
        ${checkbox('isChild', 'The account is a child’s', isChild)}`,
    )}`;
}

export const ssoForms = ({ knobs, limit }: SsoState, nowMs: number) => html`
  ${form(
    '/switches/sign-in-limit',
    'Refuse further sign-ins (429)',
    'Refuse',
    html`${limit && limit.until > nowMs && html`<p>Refused until ${new Date(limit.until).toISOString()}.</p>`}
      ${numberField('seconds', 'For so many seconds, doubled by each try; none when empty', '', 1)}`,
  )}
  ${form(
    '/switches/sso-knobs',
    'How Garmin’s sign-in refuses, or reports differ',
    'Set',
    html`
      ${choice('limitedAs', 'The refusal of too many sign-ins is', { html: 'a page', json: 'JSON' }, knobs.limitedAs)}
      ${choice('challenged', 'Programs are stopped by a page (403)', { none: 'nowhere', mobile: 'at the phone app’s sign-in', all: 'everywhere' }, knobs.challenged)}
      ${choice('mfa427', 'Accounts with a code are answered 427', { none: 'nowhere', portal: 'at the web site’s sign-in', mobile: 'at the phone app’s sign-in' }, knobs.mfa427)}
      ${choice('inactiveTokensFor', 'The data API does not know tokens made', { none: 'nowhere', embed: 'through the widget', mobile: 'through the phone app’s sign-in', all: 'anywhere' }, knobs.inactiveTokensFor)}
      ${choice('wrongCodeStatus', 'A wrong code is answered with the status', { 401: '401', 200: '200' }, String(knobs.wrongCodeStatus))}
      <label>The JSON sign-in answers with the type (as usual when empty) <input name="unknownStatus" value="${knobs.unknownStatus}"></label>
      ${numberField('ticketSeconds', 'Seconds that a ticket lives', knobs.ticketSeconds, 1)}
      ${numberField('codeSeconds', 'Seconds that a code lives', knobs.codeSeconds, 1)}
      ${checkbox('captcha', 'The JSON sign-in asks for a captcha', knobs.captcha)}
      ${checkbox('phoneNag', 'The widget insists on a new phone number', knobs.phoneNag)}
      ${checkbox('widgetSendsOnRequest', 'The widget sends a code only on request', knobs.widgetSendsOnRequest)}
    `,
  )}
`;
