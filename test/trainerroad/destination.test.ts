import { expect, it } from 'vitest';
import type { WeighIn } from '../../lib/measurement.ts';
import { reading, weighIn } from '../body-events.ts';
import { trainerRoadWorld } from './world.ts';

const at = '2026-11-20T06:30:00Z';
const get = 'GET /app/api/profile/rider-information';
const put = 'PUT /app/api/profile/rider-information';

type World = ReturnType<typeof trainerRoadWorld>;

/** As the delivery of one event goes: what is there is left, the rest is written and read back. */
async function deliver({ destination }: World, event: WeighIn): Promise<'there' | 'verified' | 'unseen'> {
  const { deliver: chosen } = destination.choose([event]);
  const file = destination.encode(chosen);
  const isThere = async () => (await destination.read(chosen)).some((entry) => entry.holds(event));
  if (await isThere()) return 'there';
  await destination.write(chosen, file);
  return (await isThere()) ? 'verified' : 'unseen';
}

it.each([200, 204] as const)(
  'a weigh-in becomes the weight of the profile, to 0.1 kg (write answered by %i)',
  async (writeStatus) => {
    const world = trainerRoadWorld({ rider: { weightKg: 80 } });
    world.simulator.turn({ writeStatus });
    expect(await deliver(world, weighIn(at, 82.13))).toBe('verified');
    expect(world.member().rider.weightKg).toBe(82.1);
  },
);

it('everything else in the profile stays as it was', async () => {
  const world = trainerRoadWorld({ rider: { weightKg: 80, ftp: 287, units: 'mph', nickname: 'A "quoted" name' } });
  const before = structuredClone(world.member().rider);
  await deliver(world, weighIn(at, 82.13));
  expect(world.member().rider).toEqual({ ...before, weightKg: 82.1 });
});

it('miles as the unit do not make pounds of kilograms', async () => {
  const world = trainerRoadWorld({ rider: { weightKg: 80, units: 'mph' } });
  await deliver(world, weighIn(at, 82.13));
  expect(world.member().rider.weightKg).toBe(82.1);
});

it('the write carries what the site’s own page would send', async () => {
  const world = trainerRoadWorld({ rider: { weightKg: 80 } });
  await deliver(world, weighIn(at, 82.13));
  const write = world.requests.find(({ method }) => method === 'PUT');
  expect(Object.fromEntries(write!.headers)).toMatchObject({
    accept: 'application/json',
    'content-type': 'application/json',
    origin: 'https://www.trainerroad.com',
    referer: 'https://www.trainerroad.com/app/profile/rider-information',
    'trainerroad-jsonformat': 'camel-case',
    'user-agent': 'weighbridge/0.1',
  });
  const read = world.requests.find(({ method }) => method === 'GET');
  expect(read!.headers.get('referer')).toBe('https://www.trainerroad.com/app/profile/rider-information');
});

it.each([
  [82.1, 82.13, 'there'],
  [82.14, 82.13, 'there'],
  [82.149, 82.1, 'there'],
  [82.15, 82.13, 'verified'],
  [82.05, 82.13, 'verified'],
  [82.051, 82.13, 'there'],
  [82.0, 82.13, 'verified'],
])('with %f kg in the profile, %f kg are %s', async (profileKg, weightKg, outcome) => {
  const world = trainerRoadWorld({ rider: { weightKg: profileKg } });
  expect(await deliver(world, weighIn(at, weightKg))).toBe(outcome);
  expect(world.simulator.calls[put]).toBe(outcome === 'there' ? 0 : 1);
});

it('a write of what is there already writes nothing', async () => {
  const { destination, simulator } = trainerRoadWorld({ rider: { weightKg: 82.1 } });
  const events = [weighIn(at, 82.13)];
  await destination.write(events, destination.encode(events));
  expect(simulator.calls).toMatchObject({ [get]: 1, [put]: 0 });
});

it.each([
  [0.2, 82.0, 'verified'],
  [0.25, 82.0, 'verified'],
  [0.5, 82.0, 'verified'],
  [3, 81.0, 'unseen'],
])(
  'a site that keeps weights in steps of %f kg and so %f kg: the write is %s',
  async (weightStepKg, _kept, outcome) => {
    const world = trainerRoadWorld({ rider: { weightKg: 75 } });
    world.simulator.turn({ weightStepKg });
    expect(await deliver(world, weighIn(at, 82.07))).toBe(outcome);
  },
);

it.each([80, 82.2])(
  'a write that is answered well and lost is not believed (profile before: %f kg)',
  async (weightKg) => {
    const world = trainerRoadWorld({ rider: { weightKg } });
    world.simulator.turn({ writesVanish: true });
    expect(await deliver(world, weighIn(at, 82.13))).toBe('unseen');
  },
);

it.each([
  ['lost', true],
  ['lost', false],
  [502, true],
  [503, false],
] as const)('a write answered by %s (taken: %s) is settled by reading', async (answer, taken) => {
  const world = trainerRoadWorld({ rider: { weightKg: 80 } });
  world.simulator.addFault({ on: put, taken, answer, times: 1 });
  await expect(deliver(world, weighIn(at, 82.13))).rejects.toMatchObject({ kind: 'retry', outcomeUnknown: true });
  expect(world.simulator.calls[put]).toBe(1);
  expect(await deliver(world, weighIn(at, 82.13))).toBe(taken ? 'there' : 'verified');
});

it('a gateway that asks to wait is obeyed', async () => {
  const world = trainerRoadWorld({ rider: { weightKg: 80 } });
  world.simulator.addFault({ on: get, taken: false, answer: 429, retryAfter: '77' });
  await expect(deliver(world, weighIn(at, 82.13))).rejects.toMatchObject({ kind: 'retry', waitSeconds: 77 });
  expect(world.simulator.calls[get]).toBe(1);
});

it.each([null, 12, 400])('a profile with a weight of %s is not touched', async (weightKg) => {
  const world = trainerRoadWorld({ rider: { weightKg } });
  await expect(deliver(world, weighIn(at, 82.13))).rejects.toMatchObject({ kind: 'reauthorize' });
  expect(world.simulator.calls[put]).toBe(0);
});

it('what is read says nothing of older events, even of the same weight', async () => {
  const { destination } = trainerRoadWorld({ rider: { weightKg: 82.1 } });
  const older = weighIn('2026-11-19T06:30:00Z', 82.1);
  const newer = weighIn(at, 82.1);
  const [entry] = await destination.read([older, newer]);
  expect(entry?.holds(newer)).toBe(true);
  expect(entry?.holds(older)).toBe(false);
  expect(entry?.holds(reading(at, 121, 78))).toBe(false);
});

it('each event has an entry of its own, so that one weigh-in’s proof is not taken for another’s', async () => {
  const { destination } = trainerRoadWorld({ rider: { weightKg: 82.1 } });
  const [yesterday] = await destination.read([weighIn('2026-11-19T06:30:00Z', 82.1)]);
  const [today] = await destination.read([weighIn(at, 82.1)]);
  expect(today?.id).not.toBe(yesterday?.id);
  expect(today?.measuredAt).toBe(Date.parse(at) / 1000);
});

it('the file for the archive says what is about to be written', () => {
  const { destination } = trainerRoadWorld();
  const { bytes, extension } = destination.encode([weighIn(at, 82.15)]);
  expect(extension).toBe('json');
  expect(JSON.parse(new TextDecoder().decode(bytes))).toEqual({ weightKg: 82.2, measuredAt: at });
});

it.each([19.9, 350.1])('%f kg cannot be encoded', (weightKg) => {
  const { destination } = trainerRoadWorld();
  expect(() => destination.encode([weighIn(at, weightKg)])).toThrow(expect.objectContaining({ kind: 'rejected' }));
});

it('a probe is one cheap call that says whose session it is, and fails when the session has ended', async () => {
  const { destination, simulator, requests } = trainerRoadWorld();
  const [member] = Object.values(simulator.state.members);
  expect(await destination.checkHealth()).toEqual({ user: String(member!.memberId) });
  expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'GET https://www.trainerroad.com/app/api/member-info',
  ]);
  simulator.endSessions();
  await expect(destination.checkHealth()).rejects.toMatchObject({ kind: 'reauthorize' });
});
