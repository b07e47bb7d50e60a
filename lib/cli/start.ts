import { join } from 'node:path';
import { controlApp } from '../sandbox/control.ts';
import { serve } from '../sandbox/serve.ts';
import { interrupted } from './interrupted.ts';
import { type LocalWeighbridge, startLocal } from './local-weighbridge.ts';
import { readMeasures } from './measures-file.ts';
import { once } from './once.ts';
import { portFrom } from './port.ts';
import { type Progress, progressOn } from './progress.ts';
import { announceRunning } from './running-file.ts';
import { UserError } from './user-error.ts';

export interface StartOptions {
  once?: boolean;
  json?: boolean;
  measures?: string;
  port: string;
  verbose?: boolean;
}

const folder = '.weighbridge';

/** `npm start`: the local cloud. Returns the exit code. */
export async function start(options: StartOptions, env: NodeJS.ProcessEnv): Promise<number> {
  const progress = progressOn(process.stderr);
  try {
    return await run(options, env, progress);
  } finally {
    progress.done();
  }
}

async function run(options: StartOptions, env: NodeJS.ProcessEnv, progress: Progress): Promise<number> {
  if (options.json && !options.once) throw new UserError('--json prints the proof that --once gathers: give both.');
  const port = options.once ? 0 : portFrom(options.port);
  const recorded = options.measures === undefined ? undefined : await readMeasures(options.measures);
  const place = join(folder, placeOf(options, env));
  const local = await startLocal({
    env,
    folder: place,
    afresh: options.once === true || recorded !== undefined,
    port,
    recorded,
    progress,
    log: ({ from, text, isMail }) => {
      if (isMail) progress.say(`\nMail to the owner: ${text}\n`);
      else if (options.verbose) progress.say(`${from}: ${text}`);
    },
  });
  try {
    if (options.once) {
      const filesFolder = join(place, 'files');
      return await once(local, { json: options.json === true, recorded, filesFolder, progress });
    }
    const { GARMIN_TOKENS, TRAINERROAD_USERNAME, TRAINERROAD_COOKIE, INTERVALS_API_KEY } = env;
    const hasRealSignIns = Boolean(GARMIN_TOKENS || TRAINERROAD_USERNAME || TRAINERROAD_COOKIE || INTERVALS_API_KEY);
    await stay(local, hasRealSignIns, progress.say);
    return 0;
  } finally {
    await local.stop();
  }
}

/** What is kept of simulated people must never be taken to the real vendors, nor the other way round. */
function placeOf({ once, measures }: StartOptions, env: NodeJS.ProcessEnv): string {
  if (once) return 'once';
  if (measures !== undefined) return 'measures';
  return env.WITHINGS_CLIENT_ID ? 'real' : 'local';
}

async function stay(local: LocalWeighbridge, hasRealSignIns: boolean, say: (text: string) => void): Promise<void> {
  const { cloud, sandbox } = local;
  say('');
  say(
    sandbox
      ? 'Weighbridge runs on this machine, with simulated vendors and an invented person.'
      : 'Weighbridge runs on this machine.',
  );
  if (sandbox && hasRealSignIns)
    say('(The sign-ins of destinations in .env wait for WITHINGS_CLIENT_ID and WITHINGS_CLIENT_SECRET.)');
  say('');
  say(`  Open this link to connect:  ${await local.link()}`);
  if (!sandbox) say(`  Register at Withings:       ${cloud.outputs.CallbackUrl}`);
  const control = sandbox && (await serve(controlApp(sandbox, cloud.url)));
  const quiet = control && announceRunning(control.url);
  if (control) say(`  Step on the scale:          ${control.url}  or: npx weighbridge weigh-in`);
  say(`  Your page, once connected:  ${cloud.url}`);
  say('');
  say('Ctrl-C ends it; everything is kept for the next start.');
  await interrupted();
  say('Stopping …');
  await quiet?.();
  await control?.stop();
}
