import { destinationNames } from '../destination.ts';
import type { EventItem } from '../ledger.ts';
import { queueOf } from '../runtime.ts';
import { type Resent, resend as resendEvents, sentIn } from '../sync/resend.ts';
import { askingAws } from './deployment.ts';
import { anySignIn, titlesOf } from './destination-names.ts';
import { titleOf } from './find-account.ts';
import { findEvent } from './find-event.ts';
import { type Person, type PersonOptions, personOf } from './person.ts';
import { UserError } from './user-error.ts';

/** `weighbridge resend`: puts one measurement, or those of one file, on their way once more. */
export async function resend(what: string, options: PersonOptions, env: NodeJS.ProcessEnv): Promise<void> {
  // The key of a file says whose it is: `fit/<account>/...`.
  const [, owner] = /^fit\/([^/]+)\//.exec(what) ?? [];
  const person = await personOf(options.for ?? owner, env);
  const { host, account, measurements } = person;
  const items = owner === undefined ? [await findEvent(person, what)] : await askingAws(() => eventsOf(what, person));
  const resent = await askingAws(async () => {
    const concerns = owner === undefined ? undefined : ({ file }: { file?: string }) => file === what;
    const changed = await resendEvents(items, { measurements, clock: host.clock }, concerns);
    if (changed.length > 0) await queueOf(host).send({ account: account.account, reason: 'schedule' });
    return changed;
  });
  if (resent.length === 0) throw new UserError(whyNothing(items));
  process.stdout.write(options.json ? `${asJson(account.account, resent)}\n` : `${asText(resent)}\n`);
}

async function eventsOf(file: string, { account, measurements }: Person): Promise<EventItem[]> {
  const items = await sentIn(file, account.account, measurements);
  if (items.length > 0) return items;
  throw new UserError(
    `No measurement of ${titleOf(account)} was sent in ${file}. Those there are: npx weighbridge files`,
  );
}

function whyNothing(items: readonly EventItem[]): string {
  const [item] = items;
  if (items.every(({ withdrawn }) => withdrawn))
    return 'Withings no longer lists it as theirs, so it is not sent again.';
  if (items.every(({ held }) => held !== undefined)) {
    return `It is held and was sent nowhere. If it is right: npx weighbridge release ${item?.event ?? ''}`;
  }
  if (items.every(({ deliveries }) => Object.keys(deliveries).length === 0)) {
    return `It is for no destination yet. Connect one: ${anySignIn}`;
  }
  return `It is on its way already: npx weighbridge story ${item?.event ?? ''}`;
}

const asJson = (account: string, resent: readonly Resent[]): string =>
  JSON.stringify({ account, events: resent.map(({ item, names }) => ({ event: item.event, destinations: names })) });

function asText(resent: readonly Resent[]): string {
  const names = destinationNames.filter((name) => resent.some((one) => one.names.includes(name)));
  const [only] = resent;
  const what = resent.length === 1 && only ? only.item.event : `${resent.length} measurements`;
  return [
    `On the way once more to ${titlesOf(names)}: ${what}`,
    'Nothing is sent twice: what is still there is only proven again, what is missing is sent.',
    `A sync is queued. Watch it: npx weighbridge story${resent.length === 1 && only ? ` ${only.item.event}` : ''}`,
  ].join('\n');
}
