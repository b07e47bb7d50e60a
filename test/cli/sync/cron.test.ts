import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { demo } from '../../../lib/sandbox/sandbox.ts';
import { authorizedWorld, day, daysAgo } from './cron-world.ts';

const { username, password } = demo.trainerRoad;

describe('a cron line of withings-sync', () => {
  it('works with all its flags, and the next run sends nothing', async () => {
    const world = await authorizedWorld();
    await world.pressed(daysAgo(3) + 60, 121);
    const line = [
      ...['sync', '--gu', 'robin', '--gp', 'not-needed', '--tu', username, `--tp=${password}`],
      ...['-f', day(4), '-t', day(0), '-F', '-J', '-o', 'out', '--features', 'BLOOD_PRESSURE', '-v', '-R'],
      ...['--config-folder', world.config],
    ];
    const first = await world.run(line);
    expect(first).toMatchObject({ code: 0 });
    expect(first.stdout).toMatch(/^Garmin Connect: 2 weigh-ins and 1 blood pressure arrived, read back\.$/m);
    expect(first.stdout).toMatch(/^TrainerRoad: 1 weigh-in arrived, read back\.$/m);
    expect(world.weights()).toEqual([80.1, 80.2]);
    expect(world.pressures()).toBe(1);
    expect(world.member.rider.weightKg).toBe(80.2);

    expect(world.files()).toEqual(['out.blood_pressure.fit', 'out.json', 'out.raw.json', 'out.weight.fit']);
    const json: Record<string, unknown> = JSON.parse(world.file('out.json'));
    expect(Object.values(json)[0]).toEqual({
      Weight: { Value: 80.1, Unit: 'kg' },
      Hydration: { Value: 40, Unit: 'kg' },
      Percent_Hydration: { Value: 49.94, Unit: '%' },
    });
    expect(JSON.parse(world.file('out.raw.json'))[0].body.measuregrps).toHaveLength(4);
    for (const secret of ['not-needed', password, world.app.consumer_secret, world.garminTokens.di_refresh_token]) {
      expect(first.stdout + first.stderr).not.toContain(secret);
    }
    expect(first.stderr).toMatch(/ info Delivered destination="garmin" pending=3 verified=3$/m);
    expect(first.stderr).not.toMatch(/80\.|\b121\b/);

    const again = await world.run(['sync', '-c', world.config]);
    expect(again).toEqual({ code: 0, stdout: 'Nothing new.\n', stderr: '' });
    await world.run(line);
    expect({ weights: world.weights(), uploads: world.uploads() }).toEqual({ weights: [80.1, 80.2], uploads: 2 });
  });

  it('begins with today, brings what is measured from then on, and older days when they are asked for', async () => {
    const world = await authorizedWorld();
    const sync = ['sync', '-c', world.config];
    expect(await world.run(sync)).toEqual({
      code: 0,
      stdout: `Garmin Connect: begins with ${day(0)}, without 3 weigh-ins of before. To send these too: weighbridge sync --fromdate ${day(40)}\n`,
      stderr: '',
    });
    expect(await world.run(sync)).toEqual({ code: 0, stdout: 'Nothing new.\n', stderr: '' });
    await world.weighed(Math.floor(Date.now() / 1000) - 60, 79.9);
    expect((await world.run([...sync, '--silent'])).stdout).toBe('');
    expect(world.weights()).toEqual([79.9]);
    await world.run([...sync, '--fromdate', day(3), '--todate', day(3)]);
    expect(world.weights()).toEqual([80.1, 79.9]);
    await world.run([...sync, '--fromdate', day(50)]);
    expect(world.weights()).toEqual([81, 80.1, 80.2, 79.9]);
  });

  it('with --todate alone leaves what is newer for the next run', async () => {
    const world = await authorizedWorld();
    const sync = ['sync', '-c', world.config];
    await world.run(sync);
    await world.weighed(Math.floor(Date.now() / 1000) - 60, 79.9);
    expect(await world.run([...sync, '--todate', day(1)])).toMatchObject({ code: 0, stdout: 'Nothing new.\n' });
    expect(world.weights()).toEqual([]);
    await world.run(sync);
    expect(world.weights()).toEqual([79.9]);
  });

  it('brings intervals.icu along, which withings-sync does not know', async () => {
    const world = await authorizedWorld();
    const { apiKey } = world.sandbox.intervals.addAthlete({ name: 'Robin', apiKey: 'invented-key' });
    const line = ['sync', '-c', world.config, '-f', day(4)];
    const { code, stdout } = await world.run(line, { INTERVALS_API_KEY: apiKey });
    expect(stdout).toMatch(/^intervals\.icu: 2 weigh-ins arrived, read back\.$/m);
    expect(code).toBe(0);
  });

  it('says of a Garmin password that it is not taken, and tries it once, not at each run', async () => {
    const world = await authorizedWorld();
    const line = ['sync', '-c', world.config, '--gu', 'robin@example.com', '--gp', 'a-password'];
    const first = await world.run(line, { GARMIN_SESSION: '' });
    expect(first.stderr).toMatch(/^Garmin Connect: .+\n$/);
    expect(first.code).toBe(1);
    const second = await world.run(line, { GARMIN_SESSION: '' });
    expect(second.stderr).toMatch(/^Garmin Connect: .+ \(Not tried again before .+; at once in a terminal\.\)\n$/);
    expect(second.stderr).not.toContain('a-password');
    expect(await world.run(line)).toMatchObject({ code: 0 });
  });

  it('names the way with a browser where Garmin lets no program in, and takes the file that comes of it', async () => {
    const world = await authorizedWorld();
    world.garmin.turnSso({ challenged: 'all' });
    const { email, password: secret } = world.garmin.account(demo.garmin.account);
    const line = ['sync', '-c', world.config, '-f', day(4), '--gu', email, '--gp', secret];
    const session = join(world.config, '.garmin_session.json');
    expect(await world.run(line, { GARMIN_SESSION: '' })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        new RegExp(`^Garmin Connect: .*npx weighbridge garmin login --browser --save "${RegExp.escape(session)}"\n$`),
      ),
    });
    writeFileSync(session, readFileSync(world.session));
    expect(await world.run(line, { GARMIN_SESSION: '' })).toMatchObject({ code: 0, stderr: '' });
    expect(world.weights()).toEqual([80.1, 80.2]);
  });

  it('fails when it reaches nobody, for all its silence, unless files are wanted', async () => {
    const world = await authorizedWorld();
    const nowhere = { GARMIN_SESSION: '' };
    expect(await world.run(['sync', '-c', world.config, '--silent'], nowhere)).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^Nothing is sent: no destination is connected\. .*\n$/),
    });
    const files = ['sync', '-c', world.config, '-f', day(4), '-F', '-o', 'out', '--silent'];
    expect(await world.run(files, nowhere)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(world.files()).toEqual(['out.weight.fit']);
  });

  it('holds a weigh-in that is far from the others, until its day is asked for', async () => {
    const world = await authorizedWorld();
    await world.run(['sync', '-c', world.config, '-f', day(4)]);
    await world.weighed(daysAgo(1), 80.3);
    await world.weighed(daysAgo(0), 61);
    const { code, stdout } = await world.run(['sync', '-c', world.config]);
    expect(stdout).toMatch(
      /^1 weigh-in of .* held: far from the recent weights\. To send it: weighbridge sync --from/m,
    );
    expect({ code, weights: world.weights() }).toEqual({ code: 0, weights: [80.1, 80.2, 80.3] });
    await world.run(['sync', '-c', world.config, '-f', day(0), '-t', day(0)]);
    expect(world.weights()).toEqual([80.1, 80.2, 80.3, 61]);
  });

  it('goes on after a run that was killed', async () => {
    const world = await authorizedWorld();
    const line = ['sync', '-c', world.config, '-f', day(4)];
    world.garmin.turn({ newEntries: { afterSeconds: 2 } });
    const killed = world.start(line);
    await world.until(() => world.uploads() > 0);
    killed.signal('SIGKILL');
    await killed.finished;
    const lock = join(world.config, 'weighbridge.lock');
    utimesSync(lock, new Date(Date.now() - 60_000), new Date(Date.now() - 60_000));
    await world.run(line);
    expect(world.weights()).toEqual([80.1, 80.2]);
  });

  it('keeps its secrets sealed, and its files to their owner', async () => {
    const world = await authorizedWorld();
    await world.run(['sync', '-c', world.config, '--tu', username, '--tp', password]);
    for (const name of ['weighbridge.json', 'weighbridge.key']) {
      expect(statSync(join(world.config, name)).mode & 0o777).toBe(0o600);
    }
    expect(statSync(world.config).mode & 0o777).toBe(0o700);
    const names = readdirSync(world.config, { recursive: true, encoding: 'utf8' });
    expect(names).not.toContain('weighbridge.lock');
    const files = names.map((name) => join(world.config, name)).filter((path) => statSync(path).isFile());
    const kept = Buffer.concat(files.map((path) => readFileSync(path)));
    expect(kept.includes('Body Scan')).toBe(true);
    const grants = world.withings.state.people.flatMap(({ grants }) => grants.map(({ refreshToken }) => refreshToken));
    for (const secret of [...grants, world.garminTokens.di_refresh_token, password]) {
      expect(kept.includes(secret)).toBe(false);
    }
  });

  it('once a day notices what was deleted at Withings, and deletes what it had sent of it', async () => {
    const world = await authorizedWorld();
    await world.run(['sync', '-c', world.config, '-f', day(4)]);
    const last = world.withings.state.people[0]?.groups.at(-1);
    await world.withings.deleteGroup(world.userid, last?.grpid ?? 0);
    await world.run(['sync', '-c', world.config]);
    expect(world.weights()).toEqual([80.1, 80.2]);
    const path = join(world.config, 'weighbridge.json');
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), maintainedAt: 0 }));
    expect(await world.run(['sync', '-c', world.config])).toMatchObject({ code: 0, stderr: '' });
    expect(world.weights()).toEqual([80.1]);
  });

  it('with --no-upload writes what would be sent, and sends nothing', async () => {
    const world = await authorizedWorld();
    await world.pressed(daysAgo(3) + 60, 121);
    const dry = ['sync', '-c', world.config, '-f', day(4), '--no-upload'];
    const signIn = ['--gu', 'robin@example.com', '--gp', 'never-tried'];
    expect(await world.run([...dry, ...signIn], { GARMIN_SESSION: '' })).toMatchObject({ code: 0, stderr: '' });
    const printed = await world.run(dry);
    expect(printed).toMatchObject({ code: 0, stderr: '' });
    expect(Object.keys(JSON.parse(printed.stdout))).toHaveLength(3);
    const written = await world.run([...dry, '-o', 'dry']);
    expect(written.stdout).toBe('Written: dry.weight.fit\nWritten: dry.blood_pressure.fit\nWritten: dry.json\n');
    expect(Object.values(world.garmin.calls).every((calls) => calls === 0)).toBe(true);
    expect({ weights: world.weights(), uploads: world.uploads() }).toEqual({ weights: [], uploads: 0 });
    await world.run(['sync', '-c', world.config, '-f', day(4)]);
    expect(world.weights()).toEqual([80.1, 80.2]);
  });

  it('runs once when it is started twice, and nothing is there twice', async () => {
    const world = await authorizedWorld();
    const line = ['sync', '-c', world.config, '-f', day(4)];
    const both = await Promise.all([world.run(line), world.run(line)]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(world.weights()).toEqual([80.1, 80.2]);
  });

  it('ends with 1 and a line for each reason, and brings the rest all the same', async () => {
    const world = await authorizedWorld();
    const line = ['sync', '-c', world.config, '-f', day(4), '--tu', username, '--tp', 'wrong'];
    const { code, stderr } = await world.run(line);
    expect(stderr).toMatch(/^TrainerRoad: TrainerRoad refuses this name or password\. .*\n$/);
    expect(stderr).not.toContain('wrong');
    expect(code).toBe(1);
    expect(world.weights()).toEqual([80.1, 80.2]);
    const signIns = world.sandbox.trainerroad.state.calls['POST /app/api/login/login'];
    await world.run(line);
    expect(world.sandbox.trainerroad.state.calls['POST /app/api/login/login']).toBe(signIns);
    expect(await world.run(['sync', '-c', world.config, '--tu', username, '--tp', password])).toMatchObject({
      code: 0,
    });
  });
});
