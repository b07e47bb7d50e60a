import { type Command, Option } from 'commander';
import packageJson from '../../../package.json' with { type: 'json' };
import { UsageError } from './usage-error.ts';

/** The commands of a machine without AWS: those of withings-sync, with its flags, and what brings people over from it. */
export function addLocalCommands(weighbridge: Command, env: NodeJS.ProcessEnv, exit: (code: number) => void): void {
  weighbridge
    .command('sync')
    .description('one run without AWS, for cron: the flags, environment and files of withings-sync')
    .option('--gu, --garmin-username <name>', 'name at Garmin Connect')
    .option('--gp, --garmin-password <password>', 'password at Garmin Connect; better in GARMIN_PASSWORD')
    .option('--tu, --trainerroad-username <name>', 'name at TrainerRoad')
    .option('--tp, --trainerroad-password <password>', 'password at TrainerRoad; better in TRAINERROAD_PASSWORD')
    .option('-f, --fromdate <date>', 'first day to send, YYYY-MM-DD; what is new since the last run when left out')
    .option('-t, --todate <date>', 'last day to send; today when left out')
    .option('-F, --to-fit', 'write FIT files, to --output')
    .option('-J, --to-json', 'write a JSON file, to --output')
    .option('-o, --output <basename>', 'beginning of the names of the files that are written')
    .option('--no-upload', 'write what would be sent (to --output or standard output), and send nothing')
    .option('--features <names...>', 'BLOOD_PRESSURE, which is on anyway')
    .addOption(new Option('-v, --verbose', 'say on standard error what is done').conflicts('silent'))
    .option('-s, --silent', 'only say what failed')
    .option('-R, --dump-raw', 'write Withings’ answers as they came, to BASENAME.raw.json')
    .option('-c, --config-folder <folder>', 'where everything is kept')
    .version(packageJson.version, '-V, --version')
    .allowExcessArguments(false)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : usageCode))
    .action((options) => ending(exit, async () => (await import('./sync.ts')).sync(options, env)));

  weighbridge
    .command('import-withings-sync <folder>')
    .description('take over the sign-ins and the last sync of withings-sync; its folder stays as it is')
    .option('-c, --config-folder <folder>', 'where everything is kept')
    .action(async (folder, options) =>
      (await import('./import-withings-sync.ts')).importWithingsSync(folder, options, env),
    );

  weighbridge
    .command('export')
    .description('write the history that is kept: of a config folder, or of the deployed stack')
    .addOption(new Option('--format <format>', 'how').choices(['csv', 'json', 'fit']).makeOptionMandatory())
    .option('--from <date>', 'first day, YYYY-MM-DD; the beginning when left out')
    .option('--to <date>', 'last day; today when left out')
    .option('-o, --output <file>', 'where to; standard output when left out (for FIT the beginning of the names)')
    .option(
      '-c, --config-folder <folder>',
      'of this folder; else of the stack deployed from here, else of the usual folder',
    )
    .option('--for <account>', 'whose, of the deployed stack: number or name; may be left out when there is only one')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : usageCode))
    .action((options) => ending(exit, async () => (await import('../export/export.ts')).exportHistory(options, env)));
}

/** As other programs end when they are called in a way that makes no sense. */
const usageCode = 2;

async function ending(exit: (code: number) => void, work: () => Promise<number>): Promise<void> {
  try {
    exit(await work());
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    exit(usageCode);
  }
}
