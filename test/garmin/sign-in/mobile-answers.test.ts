import { describe, expect, it } from 'vitest';
import { readCodeAnswer, readLogin, readResend } from '../../../lib/garmin/sign-in/mobile-answers.ts';
import type { Answer } from '../../../lib/http.ts';
import { answered, page, thrownBy } from './answers.ts';

const typed = (type: string, message = '', more: object = {}) => ({
  responseStatus: { type, message, httpStatus: 'OK' },
  ...more,
});
const asking = (customerMfaInfo: object | null) => answered(200, typed('MFA_REQUIRED', '', { customerMfaInfo }));

describe('the answer to name and password', () => {
  it('holds a ticket, and what it is made out to', () => {
    const answer = answered(200, typed('SUCCESSFUL', '', { serviceTicketId: 'ST-1-x-sso', serviceURL: 'https://a/b' }));
    expect(readLogin(answer, 0)).toEqual({ ticket: 'ST-1-x-sso', service: 'https://a/b' });
  });

  it.each<[string, object | null, object]>([
    [
      'the last used',
      { mfaLastMethodUsed: 'sms', defaultMfaMethod: 'email', phoneNumber: '**42' },
      { method: 'sms', sentTo: '**42' },
    ],
    [
      'the default',
      { mfaLastMethodUsed: null, defaultMfaMethod: 'email', email: 'a**' },
      { method: 'email', sentTo: 'a**' },
    ],
    ['by phone, when there is one', { phoneNumber: '**42' }, { method: 'sms', sentTo: '**42' }],
    ['by e-mail, when nothing is said', null, { method: 'email' }],
  ])('asks for a code of the method that is %s', (_, info, code) => {
    expect(readLogin(asking(info), 0)).toEqual({ code });
  });

  it.each<[string, Answer, string]>([
    [
      'a wrong password',
      answered(401, typed('INVALID_USERNAME_PASSWORD', 'generalLoginInvalidUsernameOrPassword')),
      'wrongPassword',
    ],
    ['a captcha', answered(200, typed('CAPTCHA_REQUIRED')), 'captcha'],
    ['a locked account, by type', answered(401, typed('ACCOUNT_LOCKED')), 'locked'],
    ['a locked account, by message', answered(401, typed('OTHER', 'generalLoginMobileAccountLocked')), 'locked'],
    ['too many wrong passwords', answered(401, typed('OTHER', 'generalValidationMaxLogins')), 'locked'],
    ['a disabled account', answered(401, typed('OTHER', 'generalLoginMobileAccountDisabled')), 'disabled'],
    ['a problem with the account', answered(401, typed('OTHER', 'generalLoginMobileAccountProblem')), 'disabled'],
    ['anything else', answered(200, typed('NEVER_SEEN')), 'unknownType'],
    ['a success without a ticket', answered(200, typed('SUCCESSFUL')), 'unknownType'],
    ['a page', page('Garmin'), 'unexpected'],
    ['JSON of another shape', answered(200, []), 'unexpected'],
    ['error 427', answered(400, { error: { 'status-code': '427' } }), 'otherDoor'],
    ['status 427', answered(427, ''), 'otherDoor'],
    ['a challenge', page('Just a moment...', '', 403), 'challenged'],
    ['a block', page('Access denied', 'error code: 1020'), 'challenged'],
  ])('tells %s', (_, answer, reason) => {
    expect(thrownBy(() => readLogin(answer, 0))).toMatchObject({ kind: 'rejected', reason });
  });

  it.each<[string, Answer, number]>([
    ['a page', page('Access denied', 'error code: 1015', 429), 7200],
    ['JSON with the status', answered(429, { error: { 'status-code': '429' } }), 7200],
    ['JSON with status 200', answered(200, { error: { 'status-code': 429 } }), 7200],
    ['a header in seconds', answered(429, '', { 'retry-after': '90' }), 90],
    ['a header with a date', answered(429, '', { 'retry-after': 'Fri, 20 Nov 2026 07:01:00 GMT' }), 60],
  ])('tells that there were too many, by %s', (_, answer, waitSeconds) => {
    const now = Date.parse('2026-11-20T07:00:00Z');
    expect(thrownBy(() => readLogin(answer, now))).toMatchObject({ kind: 'retry', status: 429, waitSeconds });
  });

  it.each([answered(503, ''), page('502 Bad Gateway')])('tells an outage', (answer) => {
    expect(thrownBy(() => readLogin(answer, 0))).toMatchObject({ kind: 'retry', waitSeconds: undefined });
  });
});

describe('the answer to a code', () => {
  it.each<[Answer, unknown]>([
    [answered(200, typed('SUCCESSFUL', '', { serviceTicketId: 'ST-1' })), { ticket: 'ST-1', service: '' }],
    [answered(401, typed('MFA_CODE_INVALID')), 'wrong'],
    [answered(200, typed('MFA_CODE_INVALID', 'codeEntryInvalid')), 'wrong'],
    [answered(200, typed('INVALID_MFA_CODE')), 'wrong'],
    [answered(401, typed('MFA_CODE_INVALID', 'codeEntryExpired')), 'expired'],
  ])('%o is read as %o, whatever its status', (answer, outcome) => {
    expect(readCodeAnswer(answer, 0)).toEqual(outcome);
  });

  it.each([
    [typed('MFA_CODE_INVALID', 'codeEntryMaxLimit'), 'codeLimit'],
    [typed('SESSION_EXPIRED'), 'codeTooLate'],
    [typed('NEVER_SEEN'), 'unknownType'],
  ])('%o ends the sign-in: %s', (body, reason) => {
    expect(thrownBy(() => readCodeAnswer(answered(401, body), 0))).toMatchObject({ reason });
  });
});

it('another code is under way only when Garmin says so', () => {
  expect(readResend(answered(200, typed('SUCCESSFUL', 'codeEntryCodeSent')), 0)).toBe(true);
  expect(readResend(answered(200, typed('SESSION_EXPIRED')), 0)).toBe(false);
});
