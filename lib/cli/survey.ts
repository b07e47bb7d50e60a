import type { Connection } from '../account.ts';
import { type DestinationName, destinationTitles, type TimeSpan } from '../destination.ts';
import { WeighbridgeError } from '../errors.ts';
import { accountsOf, secretsOf } from '../runtime.ts';
import { OpenAccount } from '../store/open-account.ts';
import { type Survey, surveyBackfill } from '../sync/backfill.ts';
import { isBlocked } from '../sync/connection-state.ts';
import { syncContextOf } from '../sync-runtime.ts';
import type { Person } from './person.ts';

/** What a backfill would do at one destination, or why nobody can tell. */
export type Outlook = Survey | { problem: string };

/** Asks each destination what it holds of a span. One that cannot be asked keeps no other from being asked. */
export async function surveyAll(
  { host, account, measurements, wall }: Person,
  span: TimeSpan,
  connections: readonly [DestinationName, Connection][],
): Promise<[DestinationName, Outlook][]> {
  const { openDestination } = await syncContextOf(host, secretsOf(host))();
  const open = new OpenAccount(accountsOf(host), account);
  const { clock } = host;
  const outlooks: [DestinationName, Outlook][] = [];
  for (const [name, connection] of connections) {
    const problem = whyNotAsked(connection, clock.now(), wall.at(connection.blockedUntil ?? 0));
    const outlook = problem
      ? { problem }
      : await surveyBackfill(account.account, span, await openDestination(name, open), { measurements, clock }).catch(
          asProblem,
        );
    outlooks.push([name, outlook]);
  }
  return outlooks;
}

/** A dry run is no reason to trouble a destination that a sync would leave alone. */
function whyNotAsked(connection: Connection, now: number, until: string): string | undefined {
  if (connection.status === 'reauthorize') return connection.problem ?? 'it has to be connected again first';
  if (connection.paused) return 'it is switched off';
  if (isBlocked(connection, now)) return `it is left alone until ${until}, after it refused or failed`;
  return undefined;
}

/** What AWS refuses is for the whole command to tell. */
function asProblem(error: unknown): Outlook {
  if (error instanceof WeighbridgeError && error.kind !== 'bug') return { problem: error.message };
  throw error;
}

const countOf = (count: number): string => count.toLocaleString('en');

/** A line for each destination, and one for each reason to leave something out. */
export function outlookText(outlooks: readonly [DestinationName, Outlook][]): string {
  return outlooks.flatMap(([name, outlook]) => linesOf(destinationTitles[name].short, outlook)).join('\n');
}

function linesOf(title: string, outlook: Outlook): string[] {
  if ('problem' in outlook) return [`${title}: cannot tell: ${outlook.problem}`];
  const { toSend, different, alreadyThere, notForIt } = outlook;
  const left = Object.entries(notForIt).map(([reason, count]) => `  ${countOf(count)} left out: ${reason}`);
  return [
    `${title}: ${countOf(toSend)} to send, ${countOf(different)} different, ${countOf(alreadyThere)} already there`,
    ...left,
  ];
}
