import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WithingsClient } from '../../lib/withings/index.ts';
import { parseRecordedMeasures } from '../../lib/withings/recorded-measures.ts';
import { FlowingClock } from '../flowing-clock.ts';

/** A folder of answers that Withings gave somebody. They are somebody's: none is part of this repository. */
const folder = process.env.WITHINGS_FIXTURES;

type Json = Record<string, unknown>;

/** One way to ask for what was recorded, and what must come of it. */
interface Recorded {
  service: string;
  /** The rows of the raw answer. */
  rows: readonly unknown[];
  read(client: WithingsClient): PromiseLike<readonly unknown[]>;
}

const token = 'token';
const days = { startdateymd: '2012-01-01', enddateymd: '2026-11-30' };
const time = { startdate: 0, enddate: 86_400 };
const subscription = { callbackurl: 'https://weighbridge.example/webhook/secret', appli: 1 };

/** Answers are told apart by what is in them: their names are whatever somebody called them. */
function recordedIn(answer: unknown): Recorded[] {
  if (Array.isArray(answer)) return recordedIn({ status: 0, body: { measuregrps: answer } });
  const { body = {} } = answer as { body?: Json };
  const { activities, date, devices, goals, measuregrps, profiles, series, comment } = body;
  if (devices) return [{ service: 'devices', rows: list(devices), read: (client) => client.getUserDevices(token) }];
  if (goals) return [{ service: 'goals', rows: parts(goals), read: async (c) => parts(await c.getUserGoals(token)) }];
  if (profiles) {
    return [{ service: 'notify profiles', rows: list(profiles), read: (client) => client.listSubscriptions(token) }];
  }
  if (measuregrps) {
    const rows = list(measuregrps);
    return [
      { service: 'groups', rows, read: (client) => client.getUserMeasures(token) },
      { service: 'groups of a file', rows: rows.map(idOnly), read: async () => parseRecordedMeasures(answer).groups },
    ];
  }
  if (activities || date) {
    const rows = activities ? list(activities) : [body];
    return [{ service: 'days', rows, read: (client) => client.getUserActivities(token, days) }];
  }
  if (series && !Array.isArray(series)) {
    const read = async (c: WithingsClient) => parts(await c.getUserDailyActivities(token, time));
    return [{ service: 'intraday entries', rows: parts(series), read }];
  }
  if (series) return [seriesOf(list(series))];
  if (comment) {
    const read = async (c: WithingsClient) => [await c.getSubscription(token, subscription)];
    return [{ service: 'notify profile', rows: [{ comment }], read }];
  }
  const read = async (client: WithingsClient): Promise<unknown[]> => {
    await client.subscribe(token, subscription);
    await client.revokeSubscription(token, subscription);
    return [];
  };
  return [{ service: 'empty success', rows: parts(body), read }];
}

function seriesOf(rows: readonly Json[]): Recorded {
  const has = (key: string): boolean => rows.some((row) => key in row);
  if (has('state')) {
    return { service: 'segments of sleep', rows, read: async (c) => (await c.getSleep(token, time)).series };
  }
  if (has('category')) return { service: 'workouts', rows, read: (c) => c.getUserWorkouts(token, days) };
  return { service: 'nights', rows, read: (c) => c.getSleepSummary(token, { lastupdate: 0 }) };
}

const list = (rows: unknown): Json[] => rows as Json[];
const parts = (object: object): unknown[] => Object.entries(object).map(([key, value]) => ({ key, value }));
const idOnly = ({ grpid }: Json): Json => ({ grpid });

/** Without what says nothing: it may be left out, or better known. */
function said(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(said);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, part]) => part !== null && part !== '');
  // Of a subscription it is of no use that it never expires.
  return Object.fromEntries(kept.filter(([key]) => key !== 'expires').map(([key, part]) => [key, said(part)]));
}

/** A client whose Withings gives this answer to every call, and an empty page after it. */
function clientAnswered(text: string): WithingsClient {
  const fetch = async (_: unknown, init?: RequestInit) =>
    new URLSearchParams(String(init?.body)).has('offset')
      ? Response.json({ status: 0, body: { activities: [], measuregrps: [], series: [], more: false } })
      : new Response(text);
  const application = { clientId: 'client', clientSecret: 'secret', callbackURL: 'https://weighbridge.example/back' };
  return new WithingsClient({ ...application, fetch, clock: new FlowingClock(), random: () => 0.5 });
}

describe.skipIf(!folder)('recorded answers of Withings, in the folder that WITHINGS_FIXTURES names', () => {
  const files = folder ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  const cases = files.flatMap((file) => {
    const json: unknown = JSON.parse(readFileSync(join(folder ?? '', file), 'utf8'));
    const text = JSON.stringify(Array.isArray(json) ? { status: 0, body: { measuregrps: json } } : json);
    return recordedIn(json).map(({ service, rows, read }) => ({ file, service, count: rows.length, rows, read, text }));
  });

  it('are there', () => {
    expect(cases).not.toEqual([]);
  });

  it.each(cases)('$file: $count $service', async ({ rows, read, text }) => {
    const found = await read(clientAnswered(text));
    expect(found).toHaveLength(rows.length);
    expect(found).toMatchObject(rows.map(said));
  });
});
