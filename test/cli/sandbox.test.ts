import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { post } from '../sandbox/withings/calls.ts';
import { Terminal } from './terminal.ts';

const redirect_uri = 'http://localhost:3000/callback';

/** The first of four free ports in a row. */
async function freePorts(): Promise<number> {
  const servers = Array.from({ length: 4 }, () => createServer());
  try {
    let first = 0;
    for (const [index, server] of servers.entries()) {
      await listen(server, index === 0 ? 0 : first + index);
      if (index === 0) first = (server.address() as AddressInfo).port;
    }
    return first;
  } catch {
    return await freePorts();
  } finally {
    for (const server of servers) server.close();
  }
}

const listen = (server: ReturnType<typeof createServer>, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });

async function served(args: readonly string[] = [], terminal = new Terminal()) {
  const port = await freePorts();
  const running = terminal.start(['sandbox', '--port', String(port), ...args]);
  await running.says(/Ctrl-C ends it/);
  const [withings = '', garmin = '', trainerroad = '', intervals = ''] = [0, 1, 2, 3].map(
    (index) => `http://127.0.0.1:${port + index}`,
  );
  const [, userid] = await running.says(/userid (\d+)/);
  return { terminal, running, withings, garmin, trainerroad, intervals, userid };
}

describe('weighbridge sandbox', { timeout: 60_000 }, () => {
  it('serves four vendors on ports in a row, and says how to be their client', async () => {
    const { running, withings, garmin, trainerroad, intervals } = await served(['--fresh']);
    for (const [url, vendor] of [
      [withings, 'Withings'],
      [garmin, 'Garmin Connect'],
      [trainerroad, 'TrainerRoad'],
      [intervals, 'intervals.icu'],
    ] as const) {
      expect(await (await fetch(url)).text()).toContain(`This is a simulator of ${vendor} on this machine.`);
    }
    running.signal('SIGINT');
    const { code, stdout, stderr } = await running.finished;
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    const keys = [
      'sandbox-client',
      'sandbox-secret',
      'invented-password',
      'invented-api-key',
      'invented-garmin-password',
    ];
    for (const said of [withings, garmin, trainerroad, intervals, ...keys, 'robin', 'Robin Demo']) {
      expect(stderr).toContain(said);
    }
    expect(stderr).toMatch(/Stopping …\n$/);
    await expect(fetch(withings)).rejects.toThrow();
  });

  it('takes a client through consent to data, who says the right secret', async () => {
    const { withings } = await served(['--fresh']);
    const api = (input: string | URL | Request, init?: RequestInit) =>
      fetch(String(input).replace('https://wbsapi.withings.net', withings), init);
    const query = {
      ...{ response_type: 'code', client_id: 'sandbox-client', state: 'x', scope: 'user.activity' },
      redirect_uri,
    };
    const consent = async () => {
      const url = `${withings}/oauth2_user/authorize2?${new URLSearchParams(query)}`;
      const body = new URLSearchParams({ decision: 'allow' });
      const answer = await fetch(url, { method: 'POST', body, redirect: 'manual' });
      return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
    };
    const exchange = async (client_secret: string) =>
      post(api, '/v2/oauth2', {
        ...{ action: 'requesttoken', grant_type: 'authorization_code', client_id: 'sandbox-client', client_secret },
        ...{ code: await consent(), redirect_uri },
      });
    expect(await exchange('wrong')).toMatchObject({ status: 503, error: 'Invalid Params: invalid client_secret' });
    const { body } = await exchange('sandbox-secret');
    const nights = await post(api, '/v2/sleep', { action: 'getsummary', lastupdate: '0' }, body.access_token);
    expect(nights.body).toMatchObject({ more: true, offset: 300 });
  });

  it('signs in to Garmin on its page, and to TrainerRoad with the password', async () => {
    const { garmin, trainerroad } = await served(['--fresh']);
    const tokens = await fetch(`${garmin}/switches/sign-ins`, { method: 'POST', body: 'account=robin' });
    const { di_token } = JSON.parse(await tokens.text());
    const profile = await fetch(`${garmin}/userprofile-service/socialProfile`, {
      headers: { authorization: `Bearer ${di_token}` },
    });
    expect(profile.status).toBe(200);
    expect(await (await fetch(trainerroad)).text()).toContain('User name robin, password invented-password');
  });

  it('remembers from one time to the next', async () => {
    const first = await served();
    const body = new URLSearchParams({ userid: first.userid ?? '', weightKg: '80.4' });
    await fetch(`${first.withings}/switches/weigh-ins`, { method: 'POST', body });
    const second = await first.terminal.run(['sandbox', '--port', String(await freePorts())]);
    expect(second).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/already runs on \S+ \(process \d+\).*\n$/),
    });
    first.running.signal('SIGTERM');
    expect((await first.running.finished).code).toBe(0);
    const again = await served([], first.terminal);
    expect(again.userid).toBe(first.userid);
    const kept = readFileSync(join(first.terminal.folder, '.weighbridge', 'sandbox', 'sandbox.json'), 'utf8');
    expect(kept).toContain('"type":1,"value":80400,"unit":-3');
  });

  it('leaves nothing behind with --fresh', async () => {
    const { running, terminal } = await served(['--fresh']);
    running.signal('SIGINT');
    await running.finished;
    expect(readdirSync(terminal.folder)).toEqual([]);
  });

  it.each([0, 1, 2, 3])('says in one sentence that port %i of the four is taken, and ends', async (index) => {
    const first = await freePorts();
    const other = createServer();
    onTestFinished(() => void other.close());
    await listen(other, first + index);
    const terminal = new Terminal();
    const { code, stdout, stderr } = await terminal.run(['sandbox', '--port', String(first)]);
    const sentence = `One of the ports ${first} to ${first + 3} is taken by another program.`;
    expect({ code, stdout, stderr }).toEqual({
      ...{ code: 1, stdout: '' },
      stderr: `${sentence} Choose other ones with --port.\n`,
    });
    expect(existsSync(join(terminal.folder, '.weighbridge', 'sandbox', 'lock'))).toBe(false);
  });

  it.each(['0', 'abc', '65533', '8790.5'])('refuses the port %s, and leaves nothing behind', async (port) => {
    const terminal = new Terminal();
    const { code, stderr } = await terminal.run(['sandbox', '--port', port]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^--port takes a number from 1 to 65532, the first of four ports, not “.+”\.\n$/);
    expect(readdirSync(terminal.folder)).toEqual([]);
  });
});
