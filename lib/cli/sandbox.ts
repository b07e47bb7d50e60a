import { join } from 'node:path';
import { systemClock } from '../clock.ts';
import { openStateFolder } from '../local/state-folder.ts';
import { demo, Sandbox, type SandboxEnvironment, sandboxApp } from '../sandbox/sandbox.ts';
import { interrupted } from './interrupted.ts';
import { firstOfFour, portFrom } from './port.ts';
import { keepSandbox, readSandbox } from './sandbox-file.ts';
import { UserError } from './user-error.ts';

const folder = join('.weighbridge', 'sandbox');
const file = join(folder, 'sandbox.json');

/** `weighbridge sandbox`: the simulated vendors for anybody's client, until Ctrl-C. */
export async function sandbox({ port, fresh }: { port: string; fresh?: boolean }): Promise<void> {
  const first = portFrom(port, firstOfFour);
  const close = fresh ? () => {} : openStateFolder(folder);
  try {
    const vendors = await openSandbox(fresh === true);
    const urls = await listening(vendors, first);
    const keep = fresh ? () => {} : keepSandbox(file, vendors);
    print(vendors, urls, fresh === true);
    await interrupted();
    process.stderr.write('Stopping …\n');
    await vendors.stop();
    keep();
  } finally {
    close();
  }
}

async function openSandbox(fresh: boolean): Promise<Sandbox> {
  const state = fresh ? undefined : await readSandbox(file);
  const vendors = new Sandbox({ clock: systemClock, random: Math.random, ...(state && { state }) });
  vendors.demoPerson();
  vendors.garminTokens();
  // Registered, so that signatures can be checked; with any callback URL, because nobody knows yet whose client comes.
  if (vendors.withings.state.clients.length === 0) vendors.withings.state.clients.push({ ...sandboxApp });
  return vendors;
}

async function listening(vendors: Sandbox, first: number): Promise<SandboxEnvironment> {
  try {
    return await vendors.start(first);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    const why = code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used (${code})`;
    throw new UserError(`One of the ports ${first} to ${first + 3} ${why}. Choose other ones with --port.`, { cause });
  }
}

function print(vendors: Sandbox, urls: SandboxEnvironment, fresh: boolean): void {
  const { clientId, clientSecret } = sandboxApp;
  const { username, password } = demo.trainerRoad;
  const garmin = vendors.garmin.account(demo.garmin.account);
  const lines = [
    'Four vendors are simulated on this machine. Each page explains its switches.',
    '',
    `  Withings:      ${urls.WITHINGS_API_URL}  for account.withings.com and wbsapi.withings.net`,
    `                 client id ${clientId}, client secret ${clientSecret}, any https address
                 or one of this machine to come back to`,
    `  Garmin:        ${urls.GARMIN_CONNECTAPI_URL}  for sso.garmin.com, diauth.garmin.com and connectapi.garmin.com`,
    `                 e-mail ${garmin.email}, password ${garmin.password};`,
    '                 its page shows codes that were sent, and can sign you in at once',
    `  TrainerRoad:   ${urls.TRAINERROAD_URL}  for www.trainerroad.com`,
    `                 user name ${username}, password ${password}`,
    `  intervals.icu: ${urls.INTERVALS_URL}  for intervals.icu`,
    `                 API key ${demo.intervals.apiKey}`,
    '',
    '  For this project’s own commands and examples:',
    ...Object.entries({ ...urls, WITHINGS_CLIENT_ID: clientId, WITHINGS_CLIENT_SECRET: clientSecret })
      .filter(([name]) => /^(WITHINGS|GARMIN)_/.test(name))
      .map(([name, value]) => `    export ${name}=${value}`),
    '',
    `  In each lives ${demo.name}, who was invented; at Withings with the userid ${vendors.demoPerson().userid}.`,
    '',
    fresh ? 'Ctrl-C ends it, and all is forgotten.' : `Ctrl-C ends it; everything is kept in ${folder}.`,
  ];
  process.stderr.write(`${lines.join('\n')}\n`);
}
