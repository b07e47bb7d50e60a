import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../../lib/clock.ts';
import { emptyState as emptyGarmin } from '../../../lib/sandbox/garmin/state.ts';
import { emptyState as emptyIntervals } from '../../../lib/sandbox/intervals/state.ts';
import { demo, Sandbox } from '../../../lib/sandbox/sandbox.ts';
import { emptyState as emptyTrainerRoad } from '../../../lib/sandbox/trainerroad/state.ts';
import { emptyState as emptyWithings } from '../../../lib/sandbox/withings/state.ts';
import type { Screen } from '../screen.ts';
import { type Finished, type Running, Terminal } from '../terminal.ts';

export const callbackUrl = 'http://localhost:8765/callback';
const app = { client_id: 'own-client', consumer_secret: 'own-secret', callback_url: callbackUrl };

/** Epoch seconds of some days ago, at noon of this machine. */
export function daysAgo(days: number): number {
  const today = new Date();
  return new Date(today.getFullYear(), today.getMonth(), today.getDate() - days, 12).getTime() / 1000;
}

/** A day of this machine as it is given to --fromdate. */
export function day(days: number): string {
  const date = new Date(daysAgo(days) * 1000);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
}

/** Somebody's machine on which withings-sync ran from cron, and the vendors, simulated, on ports of their own. */
export async function cronWorld() {
  const sandbox = new Sandbox({
    clock: systemClock,
    random: Math.random,
    state: {
      withings: emptyWithings({ allowLocalhost: true, identicalCallSeconds: 0 }),
      garmin: emptyGarmin(),
      trainerroad: emptyTrainerRoad(),
      intervals: emptyIntervals(),
    },
  });
  const { withings, garmin } = sandbox;
  const { userid } = withings.addPerson({ name: demo.name, timezone: 'Europe/Berlin' });
  const member = sandbox.trainerroad.addMember(demo.trainerRoad);
  const garminTokens = sandbox.garminTokens();
  const [garminAccount = ''] = Object.keys(garmin.state.accounts);
  garmin.turn({ newEntries: 'at once' });
  withings.state.clients.push({
    clientId: app.client_id,
    clientSecret: app.consumer_secret,
    callbackUrls: [callbackUrl],
  });
  const vendors = await sandbox.start();
  onTestFinished(() => sandbox.stop());

  const home = mkdtempSync(join(tmpdir(), 'weighbridge-home-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const config = join(home, 'config');
  const keep = (path: string, content: unknown): string => {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    mkdirSync(join(home, path, '..'), { recursive: true });
    writeFileSync(join(home, path), text);
    return join(home, path);
  };
  const env: Record<string, string> = { ...vendors, HOME: home, WITHINGS_APP: keep('withings_app.json', app) };
  const session = keep('garmin_session.json', garminTokens);

  let groups = 0;
  /** A weigh-in that reached Withings as soon as it was made. */
  const weighed = (at: number, weightKg: number) =>
    withings.addGroups(userid, [
      {
        ...{
          grpid: ++groups,
          date: at,
          created: at,
          modified: at,
          deviceid: 'a1'.repeat(20),
          model: 'Body Scan',
          modelid: 10,
        },
        measures: [
          { type: 1, value: Math.round(weightKg * 1000), unit: -3 },
          { type: 77, value: 40_000, unit: -3 },
        ],
      },
    ]);
  const pressed = (at: number, systolic: number) =>
    withings.addGroups(userid, [
      {
        ...{
          grpid: ++groups,
          date: at,
          created: at,
          modified: at,
          deviceid: 'b2'.repeat(20),
          model: 'BPM Connect',
          modelid: 45,
        },
        measures: [
          { type: 9, value: 78, unit: 0 },
          { type: 10, value: systolic, unit: 0 },
        ],
      },
    ]);

  /** What a person does with the page that is printed; where they end. */
  async function decide(page: string, decision: 'allow' | 'deny' = 'allow'): Promise<URL> {
    const response = await fetch(page, { method: 'POST', body: new URLSearchParams({ decision }), redirect: 'manual' });
    return new URL(response.headers.get('location') ?? '');
  }

  /** What withings-sync has of this person after it was authorized. */
  async function withingsUser(more: object = {}): Promise<object> {
    const query = {
      response_type: 'code',
      client_id: app.client_id,
      state: 'OK',
      scope: 'user.metrics',
      redirect_uri: callbackUrl,
    };
    const { searchParams } = await decide(
      `${vendors.WITHINGS_ACCOUNT_URL}/oauth2_user/authorize2?${new URLSearchParams(query)}`,
    );
    const code = searchParams.get('code') ?? '';
    const body = new URLSearchParams({
      ...{ action: 'requesttoken', grant_type: 'authorization_code', redirect_uri: callbackUrl, code },
      ...{ client_id: app.client_id, client_secret: app.consumer_secret },
    });
    const answer = await fetch(`${vendors.WITHINGS_API_URL}/v2/oauth2`, { method: 'POST', body });
    const { body: tokens } = JSON.parse(await answer.text());
    const { access_token, refresh_token } = tokens;
    return { access_token, refresh_token, userid: String(userid), authentification_code: code, ...more };
  }

  const terminal = new Terminal();
  return {
    ...{
      sandbox,
      withings,
      garmin,
      member,
      userid,
      home,
      config,
      env,
      session,
      keep,
      weighed,
      pressed,
      decide,
      withingsUser,
    },
    app,
    garminTokens,
    folder: terminal.folder,
    run: (args: readonly string[], more: Record<string, string> = {}): Promise<Finished> =>
      terminal.run(args, { ...env, ...more }),
    start: (args: readonly string[]): Running => {
      const running = terminal.start(args, env);
      running.input();
      return running;
    },
    /** Resolves once it is so. */
    until: async (isSo: () => boolean): Promise<void> => {
      while (!isSo()) await systemClock.sleep(20);
    },
    sit: (args: readonly string[]): Screen => terminal.sit(args, env),
    file: (path: string): string => readFileSync(join(terminal.folder, path), 'utf8'),
    files: (): string[] => readdirSync(terminal.folder).sort(),
    weights: (): number[] => garmin.weights(garminAccount).map(({ weightKg }) => weightKg),
    pressures: (): number => garmin.pressures(garminAccount).length,
    uploads: (): number => garmin.uploads(garminAccount).length,
  };
}

export type CronWorld = Awaited<ReturnType<typeof cronWorld>>;

/** Weeks of a person, whom withings-sync has been authorized by. */
export async function authorizedWorld(): Promise<CronWorld> {
  const world = await cronWorld();
  await world.weighed(daysAgo(40), 81);
  await world.weighed(daysAgo(3), 80.1);
  await world.weighed(daysAgo(2), 80.2);
  Object.assign(world.env, {
    WITHINGS_USER: world.keep('.withings_user.json', await world.withingsUser()),
    GARMIN_SESSION: world.session,
  });
  return world;
}
