import { describe, expect, it } from 'vitest';
import { readCodeAnswer, readForm, readPasswordAnswer } from '../../../lib/garmin/sign-in/widget-pages.ts';
import { answered, page, thrownBy } from './answers.ts';

const signIn = 'GARMIN Authentication Application';
const enterCode = 'Enter MFA code for login';
const csrf = '<input type="hidden" name="_csrf" value="abc123" />';
const success = page('Success', 'var response_url = "https:\\/\\/sso.garmin.com\\/sso\\/embed?ticket=ST-7-Ab_c-cas";');
const script = `<script>var customerGuid = "guid-1"; var mfaMethod = "email"; var locale = "de"; var clientId = ""; var codeSentTo = "an*****@example.com";</script>`;

it('a form’s token is read from it, also over a line break', () => {
  expect(readForm(page(signIn, csrf), 0)).toEqual({ csrf: 'abc123' });
  expect(readForm(page(signIn, csrf.replace(' value', '\n  value')), 0)).toEqual({ csrf: 'abc123' });
  expect(thrownBy(() => readForm(page(signIn), 0))).toMatchObject({ reason: 'unexpected' });
});

describe('the widget’s answer to name and password', () => {
  it('holds a ticket in a script', () => {
    expect(readPasswordAnswer(success, 0)).toEqual({ ticket: 'ST-7-Ab_c-cas' });
  });

  it.each([signIn, enterCode])('asks for a code under the title %s', (title) => {
    expect(readPasswordAnswer(page(title, script + csrf), 0)).toEqual({
      code: {
        csrf: 'abc123',
        method: 'email',
        sentTo: 'an*****@example.com',
        customerGuid: 'guid-1',
        locale: 'de',
        clientId: '',
      },
    });
  });

  it('asks for a code of an app when its script says nothing', () => {
    expect(readPasswordAnswer(page(enterCode, csrf), 0)).toMatchObject({ code: { method: 'totp' } });
  });

  it.each([
    ['Invalid sign in. (Passwords are case sensitive.)', 401, 'wrongPassword'],
    ['Your account has been locked.', 401, 'locked'],
    ['generalLoginAccountLocked', 200, 'locked'],
  ])('is the form again, with “%s”', (problem, status, reason) => {
    const answer = page(signIn, `<div id="status" class="error">${problem}</div>${csrf}`, status);
    expect(thrownBy(() => readPasswordAnswer(answer, 0))).toMatchObject({ reason });
  });

  it.each([
    ['Account locked', 200, 'locked'],
    ['Unable to Sign In', 200, 'child'],
    ['Update Phone Number', 200, 'phoneNumber'],
    ['Something new', 200, 'unexpected'],
    ['Just a moment...', 403, 'challenged'],
  ])('under the title “%s” is a refusal: %s %s', (title, status, reason) => {
    expect(thrownBy(() => readPasswordAnswer(page(title, '', status), 0))).toMatchObject({ reason });
  });

  it.each([page('Too many', '', 429), page('502 Bad Gateway'), answered(503, '')])(
    'is a failure that passes',
    (answer) => {
      expect(thrownBy(() => readPasswordAnswer(answer, 0))).toMatchObject({ kind: 'retry' });
    },
  );
});

describe('the widget’s answer to a code', () => {
  const problem = (text: string) => page(enterCode, `<div id="status" class="error">${text}</div>`);

  it('holds a ticket, or says what is wrong', () => {
    expect(readCodeAnswer(success, 0)).toEqual({ ticket: 'ST-7-Ab_c-cas' });
    expect(readCodeAnswer(problem('Invalid code. Please enter a valid code.'), 0)).toBe('wrong');
    expect(readCodeAnswer(problem('This code has expired.'), 0)).toBe('expired');
  });

  it.each([
    [problem('You asked for too many codes. Wait 24 hours.'), 'codeLimit'],
    [page(signIn, csrf), 'codeTooLate'],
    [page('Something new'), 'unexpected'],
  ])('or ends the sign-in', (answer, reason) => {
    expect(thrownBy(() => readCodeAnswer(answer, 0))).toMatchObject({ reason });
  });
});
