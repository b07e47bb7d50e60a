import { destinationTitles } from '../destination.ts';
import { Moments } from '../web/pages/moments.ts';
import { inColumns } from './columns.ts';
import { titleOf } from './find-account.ts';
import type { AccountStatus, ConnectionStatus } from './status-report.ts';

const words: Readonly<Record<ConnectionStatus['state'], string>> = {
  connected: 'connected',
  paused: 'switched off',
  waiting: 'tried again by itself',
  act: 'TO DO',
};

/** What a person reads of `weighbridge status`. */
export function statusText(all: readonly AccountStatus[], now: number): string {
  if (all.length === 0) return 'Nobody is connected yet. Make a link: npx weighbridge link\n';
  return `${all.map((account) => accountText(account, now)).join('\n\n')}\n`;
}

function accountText(status: AccountStatus, now: number): string {
  const moments = new Moments(status.timeZone, now);
  const say = (instant: string): string => moments.at(Date.parse(instant)).words;
  const { withings, connections, lastSync, pending, held, act } = status;
  const rows = [
    [
      'Withings',
      words[withings.state],
      withings.notifications ? 'notifies' : 'by schedule only',
      withings.problem ?? '',
    ],
    ...connections.map((connection) => [
      destinationTitles[connection.name].full,
      words[connection.state],
      timesOf(connection, say),
      connection.problem ?? '',
    ]),
  ];
  const counted = pending.map(
    ({ destination, reason, count }) => `  ${count} for ${destinationTitles[destination].full}: ${reason}`,
  );
  return [
    titleOf(status),
    ...inColumns(rows).lines.map((line) => `  ${line}`),
    lastSync ? `  Last sync ${say(lastSync.at)}${lastSync.problem ? `: ${lastSync.problem}` : ''}` : '  No sync yet.',
    ...(counted.length > 0 ? ['  On its way:', ...counted.map((line) => `  ${line}`)] : ['  Nothing is on its way.']),
    ...held.map(({ measuredAt, reason, event }) => `  Held, measured ${say(measuredAt)}: ${reason} (${event})`),
    ...(act.length > 0 ? act.map((sentence) => `  ! ${sentence}`) : ['  All is well.']),
  ].join('\n');
}

function timesOf({ endsAt, blockedUntil, lastVerifiedAt }: ConnectionStatus, say: (instant: string) => string): string {
  return [
    ...(blockedUntil ? [`left alone until ${say(blockedUntil)}`] : []),
    ...(lastVerifiedAt ? [`last arrival ${say(lastVerifiedAt)}`] : ['nothing arrived yet']),
    ...(endsAt ? [`sign-in lasts until ${endsAt.slice(0, 10)}`] : []),
  ].join(', ');
}
