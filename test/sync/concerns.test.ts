import { describe, expect, it } from 'vitest';
import type { Account, Connection } from '../../lib/account.ts';
import { concernsOf } from '../../lib/sync/concerns.ts';
import { allWell, wellAgain } from '../../lib/sync/good-news.ts';
import { accountOf, connectionOf, now, thisMorning, weighInOf } from '../web/pages/household.ts';

const page = 'https://weighbridge.test';
const day = 24 * 3_600_000;

const keysOf = (changes: Partial<Account>) => concernsOf(accountOf(changes), now, page).map(({ key }) => key);
const garmin = (changes: Partial<Connection>) => ({ connections: { garmin: connectionOf(changes) } });
const unproven = (days: number, changes: Partial<Account> = {}) => ({
  unprovenSince: now - days * day - 1,
  ...changes,
});
const withingsGone: Account['withings'] = {
  status: 'reauthorize',
  credentials: { sealed: 'sealed' },
  scope: 'user.metrics',
  problem: 'Withings no longer accepts the stored sign-in.',
};

describe('a concern is', () => {
  it.each<[string, Partial<Account>, string[]]>([
    ['none while everything is connected', {}, []],
    ['a destination that has to be connected again', garmin({ status: 'reauthorize' }), ['garmin']],
    ['a destination whose owner has to do something there', garmin({ needsOwner: true }), ['garmin']],
    ['not one that is tried again by itself', garmin({ problem: 'HTTP 503', blockedUntil: now + day }), []],
    ['not one that is paused', garmin({ status: 'reauthorize', paused: true, credentialsEndAt: now }), []],
    ['Withings without consent', { withings: withingsGone }, ['withings']],
    ['a sign-in that ends within 7 days', garmin({ credentialsEndAt: now + 7 * day - 1 }), ['garmin-ends']],
    ['not one that ends later', garmin({ credentialsEndAt: now + 7 * day }), []],
    ['only its end once it has ended', garmin({ status: 'reauthorize', credentialsEndAt: now - 1 }), ['garmin']],
    ['three days without an arrival', unproven(3), ['silence']],
    ['not two', unproven(2), []],
    ['as many as the person says', unproven(4, { settings: { silenceDays: 5 } }), []],
    ['no silence for who wants to hear of none', unproven(400, { settings: { silenceDays: 0 } }), []],
    ['no silence where everything is paused', unproven(9, garmin({ paused: true })), []],
    [
      'each on its own',
      { ...unproven(9), withings: withingsGone, connections: { garmin: connectionOf({ status: 'reauthorize' }) } },
      ['withings', 'garmin', 'silence'],
    ],
  ])('%s', (_, changes, keys) => {
    expect(keysOf(changes)).toEqual(keys);
  });
});

describe('the mail of a concern', () => {
  const mailOf = (changes: Partial<Account>) => {
    const [concern] = concernsOf(accountOf(changes), now, page);
    return { subject: concern?.subject, text: concern?.text };
  };

  it('says who, what, what to do, and where to look', () => {
    const problem = 'Garmin refused the refresh token: the sign-in has ended. Connect Garmin again.';
    const { subject, text } = mailOf(garmin({ status: 'reauthorize', problem }));
    expect(subject).toBe('Garmin Connect has to be connected again: Eva');
    expect(text).toBe(
      [
        'This is about Eva (Withings user 1234567).',
        'Nothing reaches Garmin Connect any more.',
        problem,
        'What to do: sign in to Garmin Connect again with npx weighbridge garmin login --for 1234567. Or have Eva do it on their own computer: npx weighbridge link prints the command for that, and a link to open afterwards.',
        'Nothing is lost: what is measured meanwhile waits, and is carried as soon as this is mended.',
        'You are told once, and again when it is well.',
        'What arrived where, and why not: https://weighbridge.test',
      ].join('\n\n'),
    );
  });

  it('asks for a sign-in at Withings by the address that mends it', () => {
    expect(mailOf({ withings: withingsGone }).text).toContain('have Eva open https://weighbridge.test/sign-in');
  });

  it('sends nobody for a link where something has to be done at the vendor', () => {
    const { text } = mailOf(garmin({ needsOwner: true, problem: 'Accept the new terms in Garmin Connect.' }));
    expect(text).toContain('Accept the new terms in Garmin Connect.');
    expect(text).not.toContain('npx weighbridge link');
  });

  it('names the day as it is where the person lives', () => {
    const credentialsEndAt = Date.UTC(2026, 10, 24, 23, 30);
    expect(mailOf(garmin({ credentialsEndAt })).text).toContain('lasts until 25 November 2026');
    const unprovenSince = Date.UTC(2026, 10, 14, 23, 30);
    expect(mailOf({ unprovenSince }).subject).toBe('Nothing has arrived since 15 November 2026: Eva');
  });

  it.each([
    ['Zoë', 'Zoë (Withings user 1234567)', 'Zoe'],
    ['李雷', '李雷 (Withings user 1234567)', 'Withings user 1234567'],
    ['Łukasz', 'Łukasz (Withings user 1234567)', 'Withings user 1234567'],
    ['Eva\r\nBcc: x', 'Eva Bcc: x (Withings user 1234567)', 'Eva Bcc: x'],
    ['', 'the person with Withings user 1234567', 'Withings user 1234567'],
  ])('of %j keeps the name in the text, and as far as a subject can', (name, inText, inSubject) => {
    const { subject, text } = mailOf({ name, ...garmin({ status: 'reauthorize' }) });
    expect(text).toContain(`This is about ${inText}.`);
    expect(subject).toBe(`Garmin Connect has to be connected again: ${inSubject}`);
  });
});

describe('what was told and is over', () => {
  it.each<[string, string, Partial<Account>, string | undefined]>([
    ['a destination connected again', 'garmin', {}, 'Well again: Garmin Connect: Eva'],
    ['one that still needs its owner', 'garmin', garmin({ needsOwner: true }), undefined],
    ['one that was removed', 'garmin', { connections: {} }, undefined],
    ['one that was paused', 'garmin', garmin({ paused: true }), undefined],
    ['a sign-in that was renewed', 'garmin-ends', {}, 'Well again: the sign-in to Garmin Connect: Eva'],
    ['one that has ended instead', 'garmin-ends', garmin({ status: 'reauthorize' }), undefined],
    ['Withings', 'withings', {}, 'Well again: Withings: Eva'],
    ['silence', 'silence', {}, 'Well again: measurements arrive: Eva'],
    ['silence that nobody wants to hear of', 'silence', unproven(9, { settings: { silenceDays: 0 } }), undefined],
    ['something of a later version', 'strava', {}, undefined],
  ])('%s', (_, key, changes, subject) => {
    expect(wellAgain(key, accountOf(changes), page)?.subject).toBe(subject);
  });
});

it('the monthly line counts what was received and what arrived where, and says no value', () => {
  const at = (daysAgo: number) => thisMorning - daysAgo * 86_400;
  const items = [
    weighInOf(at(0), 82.1),
    weighInOf(at(1), 82.4, { garmin: { state: 'verified', at: now }, trainerroad: { state: 'skipped', at: now } }),
    { ...weighInOf(at(2), 91.5), withdrawn: true as const },
  ];
  const { subject, text } = allWell(accountOf(), items, page);
  expect(subject).toBe('All well: Eva');
  expect(text).toContain('In the last 30 days 2 measurements were received.');
  expect(text).toContain('Arrived, and seen there: 2 at Garmin Connect, 1 at TrainerRoad, 1 at intervals.icu.');
  expect(text).not.toMatch(/82|91/);
});
