import { Command } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import type { KeepOptions } from './keep-connection.ts';
import { addLocalCommands } from './sync/command.ts';

/** For the commands about one person of the deployed stack. */
const whose = ['--for <account>', 'whose: number or name; may be left out when there is only one'] as const;
const asJson = ['--json', 'print one JSON object'] as const;

/** The commands. Each loads its own code only when it is called. */
export function program(env: NodeJS.ProcessEnv, exit: (code: number) => void): Command {
  const weighbridge = new Command('weighbridge')
    .description(
      'Carries Withings measurements to Garmin Connect, TrainerRoad and intervals.icu, and proves that they arrived.',
    )
    .version(packageJson.version);

  weighbridge.commandsGroup('Try it on this machine:');
  weighbridge
    .command('start')
    .description('run everything on this machine; without Withings credentials in .env with simulated vendors')
    .option('--once', 'connect the demo person, wait until everything has arrived, print the proof and end')
    .option('--json', 'with --once: print one JSON object instead of a table')
    .option('--measures <file>', 'a recorded getmeas answer as the demo person’s data')
    .option('--port <port>', 'port of the web page', '8787')
    .option('--verbose', 'show the functions’ logs')
    .action(async (options) => exit(await (await import('./start.ts')).start(options, env)));

  weighbridge
    .command('weigh-in')
    .description('sandbox only: the demo person steps on the scale')
    .option('--weight <kg>', 'their weight; about as last time when left out')
    .option(...asJson)
    .action(async (options) => (await import('./weigh-in.ts')).weighIn(options));

  weighbridge
    .command('sandbox')
    .description('serve simulators of Withings, Garmin Connect, TrainerRoad and intervals.icu for anybody’s client')
    .option('--port <port>', 'port of Withings; Garmin, TrainerRoad and intervals.icu get the next ones', '8790')
    .option('--fresh', 'begin with nothing, keep nothing')
    .action(async (options) => (await import('./sandbox.ts')).sandbox(options));

  weighbridge.commandsGroup('After a deployment:');
  connecting(weighbridge, env, exit);

  weighbridge.commandsGroup('Look after what is deployed:');
  weighbridge
    .command('settings [changes...]')
    .description('show what a person of the deployed stack has chosen, or change it with KEY=VALUE')
    .option(...whose)
    .option(...asJson)
    .action(async (changes, options) => (await import('./settings.ts')).settings(changes, options));

  weighbridge
    .command('backfill')
    .description('compare what was measured with Withings and the destinations once more, and send what is missing')
    .option('--from <day>', 'first day, such as 2026-11-01; from the beginning when left out')
    .option('--to <day>', 'last day, included; until now when left out')
    .option('--destination <name...>', 'only to these: garmin, trainerroad, intervals; to all when left out')
    .option('--dry-run', 'change nothing, only say what would be sent')
    .option(...whose)
    .option(...asJson)
    .action(async (options) => exit(await (await import('./backfill.ts')).backfill(options, env)));

  weighbridge
    .command('resend <event-or-file>')
    .description('put one measurement, or those of one archived file, on their way once more')
    .option(...whose)
    .option(...asJson)
    .action(async (what, options) => (await import('./resend.ts')).resend(what, options, env));

  weighbridge
    .command('release [event]')
    .description('send a weigh-in that is held because it is far from the others; without one list what is held')
    .option(...whose)
    .option(...asJson)
    .action(async (event, options) => (await import('./release.ts')).release(event, options, env));

  weighbridge
    .command('story [event]')
    .description('tell when a measurement was received, sent and proven; without one that of the newest')
    .option(...whose)
    .option(...asJson)
    .action(async (event, options) => (await import('./story.ts')).story(event, options, env));

  weighbridge
    .command('files [key]')
    .description('list the files that were sent, or one of them, and take them out of the archive')
    .option('--save <folder>', 'put them there')
    .option(...whose)
    .option(...asJson)
    .action(async (key, options) => exit(await (await import('./files.ts')).files(key, options, env)));

  weighbridge.commandsGroup('Withings tokens for your own use:');
  weighbridge
    .command('authorize')
    .description('print Withings tokens for your own use: opens the page of consent, stores nothing')
    .option('--scope <scopes>', 'what to ask for, comma-separated', 'user.info,user.metrics,user.activity')
    .option('--json', 'print one JSON object')
    .option('--port <port>', 'where on this machine the browser comes back to (default: "8765")')
    .option('--callback <url>', 'a callback URL elsewhere; you paste the address on which you end')
    .option('--no-open', 'only print the address of the page')
    .action(async (options) => exit(await (await import('./authorize.ts')).authorize(options, env)));

  weighbridge
    .command('refresh <token>')
    .description('print new Withings tokens for a refresh token (- reads it from standard input); stores nothing')
    .option('--json', 'print one JSON object')
    .action(async (token, options) => (await import('./refresh.ts')).refresh(token, options, env));

  weighbridge.commandsGroup('Without AWS:');
  addLocalCommands(weighbridge, env, exit);

  return weighbridge;
}

/** What connects people and destinations, and tells how all of it is. */
function connecting(weighbridge: Command, env: NodeJS.ProcessEnv, exit: (code: number) => void): void {
  weighbridge
    .command('setup')
    .description('after a deployment: everything up to the first weigh-in that has arrived; run again, what is missing')
    .option('--for <name>', 'whom the link is for, as their page will call them; without it for you, the owner')
    .option('--replace', 'put in another Withings application than the one that is there')
    .option('--no-open', 'only print the link')
    .addHelpText('after', answersOf('WITHINGS_CLIENT_ID and WITHINGS_CLIENT_SECRET, and those of the destinations'))
    .action(async (options) => exit(await (await import('./setup.ts')).setup(options, env)));

  weighbridge
    .command('link')
    .description('make a link that connects one person to the deployed stack; good once, for 24 hours')
    .option('--for <name>', 'whom it is for, as their page will call them; without it the link is for you, the owner')
    .option('--owner', 'with --for: whoever opens it runs this Weighbridge too')
    .option('--no-open', 'only print the link')
    .option('--json', 'print one JSON object, and open nothing')
    .action(async (options) => (await import('./link.ts')).link(options, env));

  weighbridge
    .command('owner [change]')
    .description('say who sees the pages of the owner; "add" or "remove" with --for changes it')
    .option(...whose)
    .option(...asJson)
    .action(async (change, options) => (await import('./owner.ts')).owner(change, options));

  weighbridge
    .command('status')
    .description('show how every account is; ends with 3 when somebody has to do something')
    .option('--json', 'print one JSON object')
    .action(async (options) => exit(await (await import('./status.ts')).status(options, env)));

  const garmin = weighbridge.command('garmin').description('sign in to Garmin on this computer, where it is let in');
  handingOver(garmin.command('login'))
    .description('sign in with e-mail and password, and a code if Garmin asks for one; the password is kept nowhere')
    .option(...domainOption)
    .option('--browser', 'sign in with your browser instead, and paste what it got')
    .option(...saveOption)
    .addHelpText('after', answersOf('GARMIN_USERNAME and GARMIN_PASSWORD'))
    .action(async (options) =>
      exit(await (await import('./garmin-login.ts')).garminLogin(options, env, await keeperOf(options, env))),
    );
  handingOver(garmin.command('import'))
    .argument('<file>')
    .description('take the sign-in of a garmin_tokens.json, as Python’s garminconnect writes it')
    .option(...domainOption)
    .option(...saveOption)
    .action(async (file, options) =>
      exit(await (await import('./garmin-import.ts')).garminImport(file, options, env, await keeperOf(options, env))),
    );

  const trainerroad = weighbridge.command('trainerroad').description('sign in to TrainerRoad');
  handingOver(trainerroad.command('login'))
    .description('sign in on this computer, and hand over the session; the password stays here')
    .option('--cookie', 'paste the session cookie of a browser instead')
    .addHelpText('after', answersOf('TRAINERROAD_USERNAME and TRAINERROAD_PASSWORD, or TRAINERROAD_COOKIE'))
    .action(async (options) => exit(await (await import('./trainerroad-login.ts')).trainerRoadLogin(options, env)));

  const intervals = weighbridge.command('intervals').description('sign in to intervals.icu');
  handingOver(intervals.command('login'))
    .description('hand over an API key, after one call that shows that it is taken')
    .addHelpText('after', answersOf('INTERVALS_API_KEY (and INTERVALS_ATHLETE_ID)'))
    .action(async (options) => exit(await (await import('./intervals-login.ts')).intervalsLogin(options, env)));
}

const domainOption = ['--domain <domain>', 'garmin.cn for accounts of China (default: "garmin.com")'] as const;
const saveOption = [
  '--save <file>',
  'keep the tokens in a file instead; without a deployment in garmin_tokens.json',
] as const;
const keeperOf = async (options: KeepOptions, env: NodeJS.ProcessEnv) =>
  (await import('./keep-connection.ts')).keeperOrFile(options, env);

const answersOf = (variables: string): string =>
  `\nWhat is asked for may stand in the environment or .env: ${variables}.`;

/** To whom a sign-in goes. */
const handingOver = (command: Command): Command =>
  command
    .option('--code <code>', 'the code that `weighbridge link` prints; no AWS credentials are needed')
    .option('--to <address>', 'the address that is printed beside the code')
    .option(
      '--for <account>',
      'with AWS credentials: whose, by number or name; may be left out when there is only one',
    );
