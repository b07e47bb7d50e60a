import { describe, expect, it } from 'vitest';
import type { BodyEvent } from '../../lib/measurement.ts';
import { reading, weighIn } from '../body-events.ts';
import { type IntervalsWorld, intervalsWorld } from './world.ts';

const at = '2026-11-20T06:30:00Z';
const today = weighIn(at, 82.13, { fatPercent: 21.5 });
const yesterday = weighIn('2026-11-19T06:30:00Z', 82.4);
const before = weighIn('2026-11-18T06:30:00Z', 82.6);
const written = ['PUT wellness/day', 'PUT wellness-bulk'] as const;

/** As the delivery of a batch goes: what is there is left, the rest is written and read back. */
async function deliver({ destination }: IntervalsWorld, ...events: BodyEvent[]): Promise<string[]> {
  const isThere = async (asked: readonly BodyEvent[]) => {
    const entries = await destination.read(asked);
    return asked.filter((event) =>
      entries.some((entry) => entry.measuredAt === event.measuredAt && entry.holds(event)),
    );
  };
  const { deliver: chosen } = destination.choose(events);
  const there = await isThere(chosen);
  const missing = chosen.filter((event) => !there.includes(event));
  if (missing.length > 0) await destination.write(missing, destination.encode(missing));
  const seen = await isThere(missing);
  return chosen.map((event) => (there.includes(event) ? 'there' : seen.includes(event) ? 'verified' : 'unseen'));
}

const fieldsAt = ({ athlete }: IntervalsWorld) =>
  Object.fromEntries(Object.values(athlete.wellness).map(({ id, fields }) => [id, fields]));
const writes = ({ simulator }: IntervalsWorld) => written.map((endpoint) => simulator.calls[endpoint]);

describe('a weigh-in', () => {
  it('is written into its local day with one call, and the athlete’s weight follows', async () => {
    const world = intervalsWorld();
    expect(await deliver(world, today)).toEqual(['verified']);
    expect(fieldsAt(world)).toEqual({ '2026-11-20': { weight: 82.13, bodyFat: 21.5 } });
    expect(writes(world)).toEqual([1, 0]);
    expect(world.athlete.weight).toBe(82.13);
    const put = world.requests.find(({ method }) => method === 'PUT');
    expect(put!.url.href).toMatch(/\/wellness\/2026-11-20\?localDate=2026-11-20$/);
    expect(put!.body).toEqual({ weight: 82.13, bodyFat: 21.5 });
  });

  it('of an earlier day leaves the athlete’s weight as it is', async () => {
    const world = intervalsWorld();
    expect(await deliver(world, yesterday)).toEqual(['verified']);
    expect(world.athlete.weight).toBeNull();
  });

  it.each([
    ['Pacific/Auckland', '2026-11-19T11:00:00Z', '2026-11-20'],
    ['America/Los_Angeles', '2026-11-20T07:59:59Z', '2026-11-19'],
    ['Europe/Berlin', '2026-03-29T22:00:00Z', '2026-03-30'],
    ['Europe/Berlin', '2026-10-25T22:59:59Z', '2026-10-25'],
  ])('in %s at %s is of %s', async (zone, instant, day) => {
    const world = intervalsWorld({ zone });
    await deliver(world, weighIn(instant, 82));
    expect(Object.keys(fieldsAt(world))).toEqual([day]);
  });

  it('that is there already is not written', async () => {
    const world = intervalsWorld();
    await deliver(world, today);
    expect(await deliver(world, today)).toEqual(['there']);
    await world.destination.write([today], world.destination.encode([today]));
    expect(writes(world)).toEqual([1, 0]);
  });

  it('takes the place of another value of its day, and leaves all else there', async () => {
    const world = intervalsWorld();
    await deliver(world, reading(at, 121, 78), weighIn(at, 90));
    expect(await deliver(world, today)).toEqual(['verified']);
    expect(fieldsAt(world)).toEqual({
      '2026-11-20': { weight: 82.13, bodyFat: 21.5, systolic: 121, diastolic: 78 },
    });
  });

  it.each(['null', 'absent'] as const)(
    'is found where empty fields are %s and all fields come',
    async (emptyFields) => {
      const world = intervalsWorld();
      world.simulator.turn({ emptyFields, allFields: true });
      expect(await deliver(world, yesterday)).toEqual(['verified']);
    },
  );
});

describe('many', () => {
  it('go in one call, but for today’s, whose weight becomes the athlete’s', async () => {
    const world = intervalsWorld();
    expect(await deliver(world, before, yesterday, today)).toEqual(['verified', 'verified', 'verified']);
    expect(fieldsAt(world)).toEqual({
      '2026-11-18': { weight: 82.6 },
      '2026-11-19': { weight: 82.4 },
      '2026-11-20': { weight: 82.13, bodyFat: 21.5 },
    });
    expect(writes(world)).toEqual([1, 1]);
    expect(world.athlete.weight).toBe(82.13);
    const bulk = world.requests.find(({ url }) => url.pathname.endsWith('/wellness-bulk'));
    expect(bulk!.body).toEqual([
      { id: '2026-11-18', weight: 82.6 },
      { id: '2026-11-19', weight: 82.4 },
    ]);
  });

  it('are written only where they are missing', async () => {
    const world = intervalsWorld();
    await deliver(world, yesterday);
    await world.destination.write([before, yesterday], world.destination.encode([before, yesterday]));
    const last = world.requests.at(-1);
    expect(last!.url.pathname).toMatch(/\/wellness\/2026-11-18$/);
  });
});

describe('a locked day', () => {
  it('is not overwritten, and the sentence says what to do', async () => {
    const world = intervalsWorld();
    await deliver(world, weighIn(at, 90));
    world.simulator.lock(world.athlete, '2026-11-20');
    const refused = deliver(world, yesterday, today);
    await expect(refused).rejects.toMatchObject({
      kind: 'rejected',
      message: expect.stringMatching(/Unlock it there/),
    });
    expect(fieldsAt(world)).toEqual({ '2026-11-20': { weight: 90 } });
    expect(await deliver(world, yesterday)).toEqual(['verified']);
  });

  it('that holds the values already is fine', async () => {
    const world = intervalsWorld();
    await deliver(world, today);
    world.simulator.lock(world.athlete, '2026-11-20');
    expect(await deliver(world, yesterday, today)).toEqual(['verified', 'there']);
  });
});

describe('what is read', () => {
  it('is nothing for a day without data', async () => {
    expect(await intervalsWorld().destination.read([today, yesterday])).toEqual([]);
  });

  it('is an entry for each event asked about, which holds what its day holds', async () => {
    const world = intervalsWorld();
    const pressure = reading('2026-11-20T06:45:00Z', 121, 78);
    await deliver(world, today, yesterday, pressure);
    const entries = await world.destination.read([yesterday, today, pressure]);
    expect(entries.map(({ measuredAt }) => measuredAt)).toEqual([
      yesterday.measuredAt,
      today.measuredAt,
      pressure.measuredAt,
    ]);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(3);
    expect(entries[0]!.id).toBe(`wellness/2026-11-19@${yesterday.id}`);
    expect(entries[0]).not.toHaveProperty('remove');
    expect(entries.map((entry) => entry.holds(today))).toEqual([false, true, true]);
    expect(entries[1]!.holds(weighIn('2026-11-19T06:30:00Z', 82.13, { fatPercent: 21.5 }))).toBe(false);
    expect(entries[1]!.holds(reading(at, 121, 77))).toBe(false);
  });

  it('is asked for with the few fields that matter', async () => {
    const { destination, requests } = intervalsWorld();
    await destination.read([today, before]);
    expect(requests.map(({ url }) => Object.fromEntries(url.searchParams))).toEqual([
      { oldest: '2026-11-18', newest: '2026-11-20', fields: 'id,weight,bodyFat,systolic,diastolic,locked' },
    ]);
  });
});

describe('a write', () => {
  it.each([
    ['lost', true],
    ['lost', false],
    [502, true],
    [503, false],
  ] as const)('answered by %s (taken: %s) is settled by reading', async (answer, taken) => {
    const world = intervalsWorld();
    for (const on of written) world.simulator.addFault({ on, taken, answer, times: 1 });
    const events = [before, yesterday];
    await expect(deliver(world, ...events)).rejects.toMatchObject({ kind: 'retry', outcomeUnknown: true });
    expect(await deliver(world, ...events)).toEqual(events.map(() => (taken ? 'there' : 'verified')));
    expect(writes(world)).toEqual([0, taken ? 1 : 2]);
  });

  it('that is answered well and lost is not believed', async () => {
    const world = intervalsWorld();
    world.simulator.turn({ writesVanish: true });
    expect(await deliver(world, today)).toEqual(['unseen']);
  });

  it('answered by a web page is settled by reading too', async () => {
    const world = intervalsWorld();
    world.simulator.addFault({ on: 'PUT wellness/day', taken: false, answer: 'page', times: 1 });
    expect(await deliver(world, today)).toEqual(['unseen']);
    expect(await deliver(world, today)).toEqual(['verified']);
  });
});

it('all events of a local day are rivals, also on a day of 25 hours', () => {
  const { destination } = intervalsWorld();
  const { from, to } = destination.rivals!(weighIn('2026-10-25T12:00:00Z', 82), false);
  expect([from, to]).toEqual([Date.parse('2026-10-24T22:00:00Z') / 1000, Date.parse('2026-10-25T22:59:59Z') / 1000]);
});

it('what its owner chose is heeded', () => {
  const { destination } = intervalsWorld({ settings: { dailyWeighIn: 'last', bloodPressure: false } });
  const evening = weighIn('2026-11-20T18:00:00Z', 83);
  expect(destination.choose([today, reading(at, 121, 78), evening]).deliver).toEqual([evening]);
});

it('the file for the archive says what is about to be written', () => {
  const { destination } = intervalsWorld();
  const { bytes, extension } = destination.encode([yesterday, today]);
  expect(extension).toBe('json');
  expect(JSON.parse(new TextDecoder().decode(bytes))).toEqual([
    { id: '2026-11-19', weight: 82.4 },
    { id: '2026-11-20', weight: 82.13, bodyFat: 21.5 },
  ]);
});

describe('the sign of life', () => {
  it.each(['record', 404] as const)(
    'says whose key it is, also without data today (a day without: %s)',
    async (emptyDay) => {
      const { destination, simulator, athlete, requests } = intervalsWorld();
      simulator.turn({ emptyDay });
      expect(await destination.checkHealth()).toEqual({ user: athlete.id });
      expect(requests.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
        'GET /api/v1/athlete/0/wellness',
        'GET /api/v1/athlete/0',
      ]);
    },
  );

  it('is one all the same when nobody says whose key it is', async () => {
    const { destination, simulator } = intervalsWorld();
    simulator.addFault({ on: 'GET athlete', taken: false, answer: 400 });
    expect(await destination.checkHealth()).toEqual({});
  });

  it('waits for who may still say whose key it is', async () => {
    const { destination, simulator } = intervalsWorld();
    simulator.addFault({ on: 'GET athlete', taken: false, answer: 503 });
    await expect(destination.checkHealth()).rejects.toMatchObject({ kind: 'retry' });
  });

  it('fails when the key has been taken back', async () => {
    const { destination, athlete } = intervalsWorld();
    athlete.apiKey = 'a-newer-key';
    await expect(destination.checkHealth()).rejects.toMatchObject({ kind: 'reauthorize' });
  });
});
