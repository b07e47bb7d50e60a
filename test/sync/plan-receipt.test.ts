import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprint } from '../../lib/fingerprint.ts';
import { isEvent } from '../../lib/ledger.ts';
import type { MeasureGroup } from '../../lib/measurement.ts';
import { planReceipt } from '../../lib/sync/plan-receipt.ts';
import { group, thursday } from '../groups.ts';
import { LedgerInMemory, now } from './ledger-in-memory.ts';

const ambiguous = 1;
const sure = 0;

const kinds = {
  weight: [[1, 80_500, -3]],
  weightAndFat: [
    [1, 80_100, -3],
    [6, 21_500, -3],
  ],
  pulse: [[11, 61, 0]],
  pressure: [
    [9, 78, 0],
    [10, 121, 0],
  ],
  halfPressure: [[9, 80, 0]],
  weightAndPressure: [
    [1, 79_900, -3],
    [9, 77, 0],
    [10, 119, 0],
  ],
  height: [[4, 180, -2]],
} as const;

const measures = fc.constantFrom(...Object.values(kinds));
const date = fc.constantFrom(thursday, thursday + 1, thursday + 86_400);
const attrib = fc.constantFrom(0, 1, 2, 4, 8, 99);
const deviceid = fc.constantFrom('a'.repeat(40), 'b'.repeat(40), null);
const fields = fc.record({ attrib, date, deviceid, modified: fc.integer({ min: thursday, max: thursday + 9 }) });

/** Up to a dozen groups of a few seconds and devices, so that many meet in one event. */
const someGroups = fc
  .array(fc.tuple(measures, fields), { maxLength: 12 })
  .map((drafts) => drafts.map(([rows, own], index) => group(rows, { ...own, created: thursday, grpid: index + 1 })));

/** The groups in several answers, in any order, some of them more than once. */
const inAnswers = (groups: readonly MeasureGroup[]) =>
  groups.length === 0
    ? fc.constant([])
    : fc
        .tuple(
          fc.shuffledSubarray([...groups], { minLength: groups.length }),
          fc.array(fc.constantFrom(...groups), { maxLength: 8 }),
          fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 20, maxLength: 20 }),
        )
        .map(([once, again, sizes]) => {
          const rest = [...once, ...again];
          return sizes.map((size) => rest.splice(0, size)).filter((answer) => answer.length > 0);
        });

const isOfSomebody = (item: object): boolean => !('withdrawn' in item);

function ledgerOf(...answers: (readonly MeasureGroup[])[]): LedgerInMemory {
  const ledger = new LedgerInMemory({ heightM: 1.8 });
  for (const answer of answers) ledger.receive(answer);
  return ledger;
}

describe('whatever arrives', () => {
  it('in any order and in any number of answers gives the same ledger', () => {
    const history = someGroups.chain((groups) => fc.tuple(fc.constant(groups), inAnswers(groups)));
    fc.assert(
      fc.property(history, ([groups, answers]) => {
        expect(ledgerOf(...answers).contents).toEqual(ledgerOf(groups).contents);
      }),
    );
  });

  it('a second time changes nothing', () => {
    fc.assert(
      fc.property(someGroups, fc.integer({ min: 1, max: 1000 }), (groups, later) => {
        const ledger = ledgerOf(groups);
        expect(ledger.receive(groups, now + later)).toEqual({ save: [], remove: [] });
      }),
    );
  });

  it('twice in one answer, because the pages shifted meanwhile, counts in its newer form', () => {
    const older = group(kinds.weight, { grpid: 1 });
    const newer = { ...older, modified: older.modified + 1, measures: [{ type: 1, value: 81_000, unit: -3 }] };
    for (const answer of [
      [older, newer],
      [newer, older],
    ]) {
      expect(ledgerOf(answer).items).toMatchObject([{ values: { weightKg: 81 }, groups: [newer] }]);
    }
  });

  it('is in an event or left with its reason, each group', () => {
    fc.assert(
      fc.property(someGroups, (groups) => {
        const ids = new Set(ledgerOf(groups).items.flatMap((item) => item.groups.map(({ grpid }) => grpid)));
        expect([...ids].sort((a, b) => a - b)).toEqual(groups.map(({ grpid }) => grpid));
      }),
    );
  });

  it('and is edited before anything was sent ends as if it had always been so', () => {
    const edit = fc.record({ of: fc.nat({ max: 11 }), to: fc.tuple(measures, fields) });
    fc.assert(
      fc.property(someGroups, fc.array(edit, { maxLength: 8 }), (groups, edits) => {
        const world = [...groups];
        const ledger = ledgerOf(groups);
        for (const { of, to } of edits) {
          const before = world[of];
          if (!before) continue;
          world[of] = group(to[0], { ...to[1], created: thursday, grpid: before.grpid });
          ledger.receive([world[of]]);
        }
        const shape = (one: LedgerInMemory) =>
          one.contents.filter(isOfSomebody).map(({ event, groups }) => ({ event, groups }));
        expect(shape(ledger)).toEqual(shape(ledgerOf(world)));
      }),
    );
  });
});

describe('a new event', () => {
  it('waits for every destination, and is in the index of what waits', () => {
    const ledger = new LedgerInMemory({ destinations: ['garmin'] });
    ledger.receive([group(kinds.weight, { grpid: 1 })]);
    expect(ledger.events).toMatchObject([
      {
        event: `2026-11-19T06:30:00Z#weight#${'a'.repeat(40)}`,
        deliveries: { garmin: { state: 'pending', at: now } },
        pendingSince: '2026-11-20T07:00:00.000Z',
        receivedAt: now,
        version: 1,
      },
    ]);
    expect(ledger.events[0]!.deliveries).not.toHaveProperty('trainerroad');
  });

  it('of somebody who has no destination is not in the index', () => {
    const ledger = new LedgerInMemory({ destinations: [] });
    ledger.receive([group(kinds.weight)]);
    expect(ledger.events[0]).not.toHaveProperty('pendingSince');
  });

  it('with weight and pressure in one group is two, and both hold the group', () => {
    const ledger = ledgerOf([group(kinds.weightAndPressure, { grpid: 7 })]);
    expect(ledger.items.map(({ kind, groups }) => [kind, groups.map(({ grpid }) => grpid)])).toEqual([
      ['bloodPressure', [7]],
      ['weight', [7]],
    ]);
    expect(ledgerOf([group(kinds.weightAndPressure, { grpid: 7 })], [group(kinds.pulse, { grpid: 8 })]).items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'bloodPressure', values: expect.objectContaining({ heartRateBpm: 61 }) }),
        expect.objectContaining({ kind: 'weight', groups: expect.arrayContaining([expect.anything()]) }),
      ]),
    );
  });
});

describe('what is left out', () => {
  it('becomes an event when it is confirmed, and is left no longer', () => {
    const maybe = group(kinds.weight, { attrib: ambiguous });
    const ledger = ledgerOf([maybe]);
    expect(ledger.items).toMatchObject([{ kind: 'left', reason: 'ambiguous' }]);
    const { remove } = ledger.receive([{ ...maybe, attrib: sure, modified: maybe.modified + 60 }]);
    expect(remove).toHaveLength(1);
    expect(ledger.items).toMatchObject([{ kind: 'weight', deliveries: { garmin: { state: 'pending' } } }]);
  });

  it('keeps when it was first seen', () => {
    const maybe = group(kinds.weight, { attrib: ambiguous });
    const ledger = ledgerOf([maybe]);
    ledger.receive([{ ...maybe, modified: maybe.modified + 60 }], now + 5000);
    expect(ledger.items).toMatchObject([{ receivedAt: now, version: 2 }]);
  });

  it('under one grpid is one item with all its groups, the same in either order', () => {
    const twins = [
      group(kinds.weight, { grpid: 7, attrib: ambiguous }),
      group(kinds.pulse, { grpid: 7, attrib: 99 }),
    ] as const;
    const [item, ...others] = ledgerOf(twins).items;
    expect(others).toEqual([]);
    expect(item!.groups.map(({ attrib }) => attrib)).toEqual([1, 99]);
    expect(ledgerOf(twins.toReversed()).contents).toEqual(ledgerOf(twins).contents);
    expect(ledgerOf(twins).receive(twins.toReversed())).toEqual({ save: [], remove: [] });
  });

  it.each([1e15, -1e15])('because of its impossible date %d is kept and found again', (date) => {
    const lost = group(kinds.weight, { date, created: thursday, modified: thursday });
    const ledger = ledgerOf([lost]);
    expect(ledger.items).toMatchObject([{ kind: 'left', reason: 'impossibleDate', groups: [{ date }] }]);
    expect(ledger.receive([lost])).toEqual({ save: [], remove: [] });
    ledger.receive([{ ...lost, date: thursday }]);
    expect(ledger.items).toMatchObject([{ kind: 'weight', measuredAt: thursday }]);
  });
});

describe('an event that changes', () => {
  const first = group(kinds.weight, { grpid: 1 });
  const heavier = { ...first, modified: first.modified + 60, measures: [{ type: 1, value: 81_250, unit: -3 }] };
  const eventOf = (ledger: LedgerInMemory) => ledger.events[0]!;

  const delivered = (attempts: number): { ledger: LedgerInMemory; sent: string } => {
    const ledger = ledgerOf([first]);
    const { event, fingerprint: sent } = eventOf(ledger);
    ledger.deliver(event, 'garmin', { state: 'verified', fingerprint: sent, remoteId: '17', attempts });
    ledger.deliver(event, 'trainerroad', { state: 'skipped', reason: 'a newer one' });
    return { ledger, sent };
  };

  it('after we delivered it is delivered anew, and what we wrote is to be deleted', () => {
    const { ledger, sent } = delivered(1);
    ledger.receive([heavier], now + 1000);
    expect(eventOf(ledger)).toMatchObject({ values: { weightKg: 81.25 }, pendingSince: expect.any(String) });
    expect(eventOf(ledger).fingerprint).not.toBe(sent);
    expect(eventOf(ledger).deliveries).toEqual({
      garmin: { state: 'pending', at: now + 1000, stale: ['17'] },
      trainerroad: { state: 'pending', at: now + 1000 },
    });
  });

  it('after it was found there without us is delivered, and what is not ours stays', () => {
    const { ledger } = delivered(0);
    ledger.receive([heavier], now + 1000);
    expect(eventOf(ledger).deliveries.garmin).toEqual({ state: 'pending', at: now + 1000 });
  });

  it('while it is on its way goes on its way', () => {
    const ledger = ledgerOf([first]);
    const sending = { state: 'sending', fingerprint: 'f', file: 'fit/1', attempts: 1 } as const;
    ledger.deliver(eventOf(ledger).event, 'garmin', sending);
    ledger.receive([heavier], now + 1000);
    expect(eventOf(ledger).deliveries.garmin).toEqual({ ...sending, at: now });
  });

  it('keeps its values when nothing of it changed, whatever was learned about its person since', () => {
    const { ledger } = delivered(1);
    const taller = planReceipt({
      account: '1',
      stored: ledger.items,
      arrived: [first],
      heightM: 1.9,
      destinations: ['garmin'],
      now,
    });
    expect(taller).toEqual({ save: [], remove: [] });
  });

  it('after it was refused is tried once more, and only if a delivered value is another', () => {
    const ledger = ledgerOf([first]);
    ledger.deliver(eventOf(ledger).event, 'garmin', { state: 'failed', reason: 'too heavy', attempts: 3 });
    ledger.receive([{ ...first, modified: first.modified + 30 }], now + 1000);
    expect(eventOf(ledger).deliveries.garmin).toMatchObject({ state: 'failed' });
    ledger.receive([heavier], now + 2000);
    expect(eventOf(ledger).deliveries.garmin).toEqual({ state: 'pending', at: now + 2000 });
    expect(eventOf(ledger)).toHaveProperty('pendingSince');
  });

  it('only in what no destination receives keeps its fingerprint', () => {
    const ledger = ledgerOf([first]);
    const before = eventOf(ledger).fingerprint;
    ledger.receive([{ ...first, modified: first.modified + 60, measures: [{ type: 1, value: 80_501, unit: -3 }] }]);
    expect(eventOf(ledger)).toMatchObject({ fingerprint: before, values: { weightKg: 80.501 } });
    expect(before).toBe(
      fingerprint({ ...eventOf(ledger), id: '', kind: 'weight', values: { weightKg: 80.5, bmi: 24.8 } }),
    );
  });
});

describe('an event that Withings no longer lists as theirs', () => {
  const mine = group(kinds.weight, { grpid: 1 });
  const notMine = { ...mine, attrib: ambiguous, modified: mine.modified + 60 };
  const event = `2026-11-19T06:30:00Z#weight#${'a'.repeat(40)}`;
  const item = (ledger: LedgerInMemory) => ledger.events.find((one) => one.event === event);

  it('and was never sent is kept until each destination has looked whom it had displaced', () => {
    const ledger = ledgerOf([mine]);
    ledger.receive([notMine]);
    expect(item(ledger)).toMatchObject({
      withdrawn: true,
      deliveries: { garmin: { state: 'pending' }, trainerroad: { state: 'pending' } },
    });
    expect(ledger.items).toMatchObject([{ kind: 'left', reason: 'ambiguous' }, { kind: 'weight' }]);
  });

  it('and was for nobody is taken out', () => {
    const ledger = new LedgerInMemory({ destinations: [] });
    ledger.receive([mine]);
    const { remove } = ledger.receive([notMine]);
    expect(remove.map((one) => one.event)).toEqual([event]);
    expect(ledger.items).toMatchObject([{ kind: 'left', reason: 'ambiguous' }]);
  });

  it('is to be deleted where we put it, and goes nowhere else', () => {
    const ledger = ledgerOf([mine]);
    ledger.deliver(event, 'garmin', { state: 'verified', remoteId: '17', attempts: 1 });
    ledger.receive([notMine], now + 1000);
    expect(item(ledger)).toMatchObject({ withdrawn: true, groups: [], pendingSince: expect.any(String) });
    const reason = 'Withings no longer lists it as yours';
    expect(item(ledger)!.deliveries).toEqual({
      garmin: { state: 'pending', at: now + 1000, stale: ['17'], reason },
      trainerroad: { state: 'pending', at: now + 1000, reason },
    });
    expect(ledger.items).toHaveLength(2);
  });

  it('stays where somebody else put it', () => {
    const ledger = ledgerOf([mine]);
    ledger.deliver(event, 'garmin', { state: 'verified', remoteId: '17' });
    ledger.receive([notMine], now + 1000);
    expect(item(ledger)!.deliveries.garmin).toMatchObject({ state: 'pending', remoteId: '17' });
    expect(item(ledger)!.deliveries.garmin).not.toHaveProperty('stale');
  });

  it('and was being sent is looked for', () => {
    const ledger = ledgerOf([mine]);
    ledger.deliver(event, 'garmin', { state: 'sending', file: 'fit/1', fingerprint: 'f', attempts: 1 });
    ledger.receive([notMine]);
    expect(item(ledger)!.deliveries.garmin).toMatchObject({ state: 'sending', file: 'fit/1', attempts: 1, at: now });
    expect(item(ledger)).toHaveProperty('pendingSince');
  });

  it('is not brought back by what else arrives in that second', () => {
    const ledger = ledgerOf([mine]);
    ledger.deliver(event, 'garmin', { state: 'verified', remoteId: '17' });
    ledger.receive([notMine]);
    const pulse = group(kinds.pulse, { grpid: 2 });
    expect(ledger.receive([pulse]).save.filter(isEvent)).toEqual([]);
    expect(ledger.receive([pulse, notMine])).toEqual({ save: [], remove: [] });
  });

  it('goes on where it stood when it is theirs again', () => {
    const ledger = ledgerOf([mine]);
    ledger.deliver(event, 'garmin', { state: 'sending', file: 'fit/1', fingerprint: 'f', attempts: 1 });
    ledger.receive([notMine]);
    ledger.receive([mine], now + 9000);
    expect(ledger.items).toMatchObject([
      {
        kind: 'weight',
        deliveries: {
          garmin: { state: 'sending', file: 'fit/1', fingerprint: 'f', attempts: 1, at: now },
          trainerroad: { state: 'pending', at: now },
        },
        pendingSince: expect.any(String),
      },
    ]);
    expect(item(ledger)!.deliveries.garmin).not.toHaveProperty('reason');
    expect(item(ledger)).not.toHaveProperty('withdrawn');
  });

  it('and theirs again is delivered anew where it was to be deleted', () => {
    const ledger = ledgerOf([mine]);
    ledger.deliver(event, 'garmin', { state: 'verified', remoteId: '17', attempts: 1 });
    ledger.receive([notMine]);
    ledger.receive([mine], now + 9000);
    expect(item(ledger)!.deliveries.garmin).toEqual({ state: 'pending', at: now, stale: ['17'] });
  });

  it('because it moved to another time is there, not here', () => {
    const at = thursday - 3600;
    const moved = { ...mine, date: at, modified: mine.modified + 60 };
    const never = ledgerOf([mine]);
    never.receive([moved]);
    expect(never.items.filter(isOfSomebody).map(({ measuredAt }) => measuredAt)).toEqual([at]);

    const sent = ledgerOf([mine]);
    sent.deliver(event, 'garmin', { state: 'verified', remoteId: '17', attempts: 1 });
    sent.receive([moved]);
    expect(sent.events.map(({ measuredAt, deliveries }) => [measuredAt, deliveries.garmin?.state])).toEqual([
      [at, 'pending'],
      [thursday, 'pending'],
    ]);
    sent.receive([group(kinds.pulse, { date: at }), group(kinds.pulse, { date: thursday })]);
    expect(sent.events.map(({ measuredAt }) => measuredAt)).toEqual([at, thursday]);
  });
});
