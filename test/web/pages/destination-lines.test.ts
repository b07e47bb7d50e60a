import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../lib/account.ts';
import type { DeliveryState, EventSummary } from '../../../lib/ledger.ts';
import { destinationLines } from '../../../lib/web/pages/destination-lines.ts';
import { measurementPath } from '../../../lib/web/pages/measurement-path.ts';
import { wordsFor } from '../../../lib/web/pages/words.ts';
import { accountOf, connectionOf, now, thisMorning } from './household.ts';

const daySeconds = 86_400;
const words = wordsFor({ account: accountOf(), now, locale: 'en-GB' });

const weighIn = (daysAgo: number, state: DeliveryState, own: Partial<EventSummary> = {}): EventSummary => ({
  event: `2026-11-${20 - daysAgo}#weight#scale`,
  measuredAt: thisMorning - daysAgo * daySeconds,
  kind: 'weight',
  values: { weightKg: 80 },
  deliveries: { garmin: { state } },
  ...(own.withdrawn && { withdrawn: own.withdrawn }),
});

const pressure = (daysAgo: number, state: DeliveryState): EventSummary => ({
  ...weighIn(daysAgo, state),
  kind: 'bloodPressure',
  values: { systolicMmHg: 120, diastolicMmHg: 80 },
});

function garmin(summaries: readonly EventSummary[], connection?: Partial<Connection>, paused = false) {
  const pending = summaries.filter(({ deliveries }) => ['pending', 'sending'].includes(deliveries.garmin?.state ?? ''));
  const account = accountOf({ connections: { garmin: connectionOf(connection) } });
  const lines = destinationLines(account, {
    ...{ summaries, pending, words, now },
    pausedDestinations: paused ? ['garmin'] : [],
  });
  return lines.find(({ title }) => title === 'Garmin Connect')!;
}

const connections = { href: '/connections#garmin' };
const all = [weighIn(2, 'verified'), weighIn(1, 'verified'), weighIn(0, 'verified')];

describe('of a destination it is said', () => {
  it('up to when everything has arrived', () => {
    expect(garmin(all)).toEqual({
      title: 'Garmin Connect',
      tone: 'ok',
      sentences: ['Everything up to today 07:31 has arrived.'],
      mend: { href: `${measurementPath(all[2]!.event)}#garmin`, label: 'See the proof' },
    });
  });

  it('what waits, and up to when everything has arrived before it', () => {
    const waiting = [weighIn(3, 'verified'), weighIn(2, 'pending'), pressure(1, 'sending'), weighIn(0, 'verified')];
    expect(garmin(waiting)).toMatchObject({
      tone: 'wait',
      sentences: ['Everything up to Tue 07:31 has arrived.', '1 weigh-in and 1 blood pressure wait.'],
    });
  });

  it('what it waits for', () => {
    const busy = { garmin: { state: 'pending' as const, reason: 'Garmin did not answer within 10 s.' } };
    expect(garmin([{ ...weighIn(1, 'pending') }, { ...weighIn(0, 'pending'), deliveries: busy }]).sentences).toEqual([
      '2 weigh-ins wait: Garmin did not answer within 10 s.',
    ]);
  });

  it('that nothing has been sent', () => {
    const { lastVerifiedAt: _never, ...fresh } = connectionOf();
    const account = accountOf({ connections: { garmin: fresh } });
    const lines = destinationLines(account, { summaries: [], pending: [], words, now, pausedDestinations: [] });
    expect(lines[0]).toMatchObject({ tone: 'ok', sentences: ['Connected. Nothing has been sent yet.'] });
  });

  it('when the last one arrived, although it lies before everything that was read', () => {
    expect(garmin([])).toMatchObject({
      tone: 'ok',
      sentences: ['Connected. The last measurement arrived today 07:32.'],
    });
  });

  it('what was refused for good, with the way to it', () => {
    expect(garmin([weighIn(2, 'failed'), weighIn(1, 'failed'), weighIn(0, 'verified')])).toEqual({
      title: 'Garmin Connect',
      tone: 'act',
      problem: '2 weigh-ins were refused there and will not arrive without you.',
      sentences: ['Everything else up to today 07:31 has arrived.'],
      mend: { href: measurementPath('2026-11-19#weight#scale'), label: 'See why' },
    });
  });

  it('what is to be deleted', () => {
    const leaving = [...all, weighIn(0, 'pending', { withdrawn: true })];
    expect(garmin(leaving)).toMatchObject({ tone: 'wait' });
    expect(garmin(leaving).sentences.at(-1)).toBe('1 entry to be deleted there.');
  });

  it('that its sign-in is refused, with the way to mend it', () => {
    const problem = 'The API key was refused.';
    expect(garmin([weighIn(1, 'pending'), weighIn(0, 'pending')], { status: 'reauthorize', problem })).toEqual({
      title: 'Garmin Connect',
      tone: 'act',
      problem,
      sentences: ['2 weigh-ins wait.'],
      mend: { ...connections, label: 'Connect it again' },
    });
  });

  it.each<[string, Partial<Connection>, object]>([
    [
      'is for its owner to mend',
      { needsOwner: true, problem: 'Accept the terms.' },
      { tone: 'act', problem: 'Accept the terms.', mend: { ...connections, label: 'See what to do' } },
    ],
    ['is paused', { paused: true }, { tone: 'off', mend: { ...connections, label: 'Resume it' } }],
    [
      'is left alone',
      { blockedUntil: now + 3_600_000, problem: 'Too many calls.' },
      { tone: 'wait', sentences: ['Left alone until today 09:30, then tried again by itself.', '1 weigh-in waits.'] },
    ],
    ['does not answer', { problem: 'No answer.' }, { tone: 'wait', problem: 'No answer.' }],
    ['is new', { enrolled: false }, { tone: 'wait' }],
  ])('that it %s', (_, connection, expected) => {
    expect(garmin([weighIn(0, 'pending')], connection)).toMatchObject(expected);
  });

  it('that whoever runs this has switched it off', () => {
    expect(garmin(all, {}, true)).toMatchObject({ tone: 'off' });
  });
});

it('leads to what is not connected', () => {
  const [line] = destinationLines(accountOf({ connections: {} }), {
    ...{ summaries: [], pending: [], words, now },
    pausedDestinations: [],
  });
  expect(line).toEqual({
    title: 'Garmin Connect',
    tone: 'off',
    sentences: ['Not connected.'],
    mend: { ...connections, label: 'Connect it' },
  });
});

it('begins with Withings when there is something to mend, and ends that in the link', () => {
  const withings = { ...accountOf().withings, status: 'reauthorize' as const };
  const [line] = destinationLines(accountOf({ withings }), {
    ...{ summaries: [], pending: [], words, now },
    pausedDestinations: [],
  });
  expect(line).toMatchObject({ title: 'Withings', tone: 'act', mend: { href: '/sign-in' } });
});
