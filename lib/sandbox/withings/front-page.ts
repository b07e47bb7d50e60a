import type { Context } from 'hono';
import { html } from 'hono/html';
import { callCounts, checkbox, choice, doneNotice, form, numberField, sandboxPage } from '../page.ts';
import { scopes } from './consent.ts';
import type { Faults, PlannedFault } from './faults.ts';
import { happenings } from './happenings.ts';
import type { SandboxPerson, Settings, WithingsState } from './state.ts';

const weekHours = 7 * 24;

/** What a person sees who opens the simulator in a browser: who lives here, and the switches. */
export const frontPage = (state: WithingsState, c: Context) =>
  sandboxPage(
    'Withings',
    'The sandbox of the Withings API',
    html`
      ${doneNotice(c)}
      <p>Point your client at this address instead of account.withings.com and wbsapi.withings.net. ${whoMayCall(state)}</p>
      <h2>People</h2>
      ${state.people.map(personSection)}
      <h2>Switches</h2>
      ${faultForm(state.faults)} ${notificationForm(state.faults)} ${scopeForm(state.faults)} ${settingsForm(state.settings)}
      ${callCounts(state.calls)}
    `,
  );

const whoMayCall = ({ clients }: WithingsState): string =>
  clients.length === 0
    ? 'Any client id and secret will do.'
    : `The client id is ${clients.map(({ clientId, clientSecret }) => `${clientId} and its secret ${clientSecret}`).join(', or ')}.`;

const personSection = ({ userid, name, timezone, groups, records, subscriptions }: SandboxPerson) => html`
  <h3>${name}</h3>
  <p>
    userid ${userid}, ${timezone}: ${groups.length} measure groups, ${records.activities.length} days of activity,
    ${records.workouts.length} workouts, ${records.nights.length} nights and naps, ${records.heart.length} heart records,
    ${records.devices.length} devices, ${subscriptions.length} subscriptions.
  </p>
  ${form(
    '/switches/weigh-ins',
    `${name} steps on the scale`,
    'Weigh',
    html`<input type="hidden" name="userid" value="${userid}">${numberField('weightKg', 'Weight in kg', 80, 5)}`,
  )}
  ${form(
    '/switches/happenings',
    `Something else happens to ${name}`,
    'Let it happen',
    html`<input type="hidden" name="userid" value="${userid}">${choice('what', name, Object.fromEntries([...happenings.keys()].map((what) => [what, what])))}`,
  )}
  ${form(
    '/switches/disconnect',
    `${name} takes back their consent`,
    'Disconnect',
    html`<input type="hidden" name="userid" value="${userid}">
      <p>All access tokens and subscriptions end; who subscribed to the profile (46) is told.</p>`,
  )}
`;

const kinds: Readonly<Record<PlannedFault['kind'], string>> = {
  status: 'a status other than 0 in the answer',
  http: 'an HTTP error with a page of HTML',
  html: 'HTTP 200 with a page of HTML',
  'null body': 'carried out, but “body” is null',
  'array body': 'carried out, but “body” is an empty list',
  truncated: 'carried out, but the answer ends in its middle',
  'unknown enums': 'every number of a table is one that nobody knows',
  slow: 'late',
  'lost answer': 'carried out, then the connection breaks off',
};

const faultForm = ({ planned }: Faults) => html`
  ${form(
    '/switches/faults',
    'Let the next calls go wrong',
    'Plan it',
    html`
      ${choice('kind', 'The answer is', kinds)}
      <label>Only of this action, such as getmeas or /v2/heart list; of any when empty <input name="action"></label>
      ${numberField('times', 'So many calls', 1, 1)}
      ${numberField('status', 'With a status: which', 601, 1)}
      ${numberField('waitSeconds', 'With a status: wait_seconds')}
      ${numberField('httpStatus', 'With an HTTP error: which', 502, 400)}
      ${numberField('delayMs', 'Late: by so many milliseconds', 11_000, 1)}
    `,
  )}
  ${
    planned.length > 0 &&
    form(
      '/switches/no-faults',
      'Planned',
      'Forget these',
      html`<ol>${planned.map((fault) => html`<li>${told(fault)}</li>`)}</ol>`,
    )
  }
`;

const told = (fault: PlannedFault): string => {
  const { kind, action = 'any call', times = 1, ...rest } = fault;
  const details = Object.entries(rest).map(([name, value]) => ` (${name} ${value})`);
  return `${action}, ${times} ×: ${kinds[kind]}${details.join('')}`;
};

const notificationForm = (faults: Faults) =>
  form(
    '/switches/notifications',
    'Notifications',
    'Set',
    html`
      ${checkbox('dropNotifications', 'None is sent', faults.dropNotifications)}
      ${checkbox('duplicateNotifications', 'Each is sent twice', faults.duplicateNotifications)}
      ${checkbox('reverseNotifications', 'The newest is sent first', faults.reverseNotifications)}
    `,
  );

const scopeForm = ({ withheldScopes }: Faults) =>
  form(
    '/switches/withheld-scopes',
    'Scopes that people do not grant, whatever is asked for',
    'Set',
    scopes.map((scope) => checkbox(scope, scope, withheldScopes.includes(scope))),
  );

const settingsForm = (settings: Settings) =>
  form(
    '/switches/settings',
    'Settings',
    'Set',
    html`
      ${numberField('pageSize', 'Measure groups in one answer', settings.pageSize, 1)}
      ${numberField('rowsPerPage', 'Rows in one answer of the other lists', settings.rowsPerPage, 1)}
      ${choice(
        'sleepRangeHours',
        'Of a range of sleep is answered at most',
        { 24: '24 hours', [weekHours]: 'a week' },
        String(settings.sleepRangeHours),
      )}
      ${numberField('callsPerMinute', 'Calls of one application a minute', settings.callsPerMinute, 1)}
      ${numberField('identicalCallSeconds', 'Seconds within which an identical call is refused; 0 for never', settings.identicalCallSeconds)}
      ${numberField('callbackTimeoutMs', 'Milliseconds that a callback URL may take', settings.callbackTimeoutMs, 1)}
      ${checkbox('autoConsent', 'Consent without showing the page', settings.autoConsent)}
      ${checkbox('allowLocalhost', 'Redirect and callback URLs may be on this machine, which the real Withings refuses', settings.allowLocalhost)}
      ${checkbox('emptyPost', 'A new callback URL gets an empty POST after the HEAD', settings.emptyPost)}
    `,
  );
