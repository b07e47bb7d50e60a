import type { Account } from '../account.ts';
import { type DestinationName, destinationTitles } from '../destination.ts';
import { instant } from '../measurement.ts';
import { queueOf } from '../runtime.ts';
import { checkDays, type Days, spanOfDays, wordsForDays } from './day-span.ts';
import { askingAws } from './deployment.ts';
import { connectedOf, parseDestinations, titlesOf } from './destination-names.ts';
import { titleOf } from './find-account.ts';
import { type Person, type PersonOptions, personOf } from './person.ts';
import { outlookText, surveyAll } from './survey.ts';

export interface BackfillOptions extends PersonOptions, Days {
  destination?: string[];
  dryRun?: boolean;
}

/**
 * `weighbridge backfill`: goes through a span of days once more, or says what that would do.
 *
 * @returns the exit code: 1 when a dry run could not ask every destination
 */
export async function backfill(options: BackfillOptions, env: NodeJS.ProcessEnv): Promise<number> {
  checkDays(options);
  const named = parseDestinations(options.destination ?? []);
  const person = await personOf(options.for, env);
  const connections = connectedOf(person.account, named);
  const span = spanOfDays(options, person.wall, person.host.clock.now());
  const { account } = person.account;
  const range = { from: instant(span.from), to: instant(span.to) };
  const print = (text: string, json: object) =>
    process.stdout.write(`${options.json ? JSON.stringify({ account, ...range, ...json }) : text}\n`);

  if (options.dryRun) {
    const outlooks = await askingAws(() => surveyAll(person, span, connections));
    print(outlookText(outlooks), { destinations: Object.fromEntries(outlooks) });
    if (!options.json) process.stderr.write('Nothing was changed. Without --dry-run it is done.\n');
    return outlooks.some(([, outlook]) => 'problem' in outlook) ? 1 : 0;
  }
  const names = connections.map(([name]) => name);
  const destinations = named.length > 0 ? { destinations: names } : {};
  await askingAws(() => queueOf(person.host).send({ account, reason: 'backfill', range: span, ...destinations }));
  print(whatHappens(person, options, names), { destinations: names, queued: true });
  for (const vendor of outOfReach(person.account, names)) {
    process.stderr.write(`${vendor} has to be connected again first: what concerns it waits until then.\n`);
  }
  return 0;
}

const whatHappens = ({ account, host }: Person, days: Days, names: readonly DestinationName[]): string =>
  [
    `Queued for ${titleOf(account)}: ${wordsForDays(days)} is compared with Withings and then with ${titlesOf(names)}.`,
    'What is missing is sent; what is there is only proven again, so nothing arrives twice.',
    `It begins within seconds; years take some minutes. Watch it at ${host.publicUrl}/, or: npx weighbridge story`,
  ].join('\n');

function outOfReach({ withings, connections }: Account, names: readonly DestinationName[]): string[] {
  const vendors = names.filter((name) => connections[name]?.status === 'reauthorize');
  return [
    ...(withings.status === 'reauthorize' ? ['Withings'] : []),
    ...vendors.map((name) => destinationTitles[name].full),
  ];
}
