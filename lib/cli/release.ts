import { destinationNames } from '../destination.ts';
import { type EventItem, isEvent, isOpen } from '../ledger.ts';
import { instant } from '../measurement.ts';
import { queueOf } from '../runtime.ts';
import { release as released } from '../sync/outliers.ts';
import { askingAws } from './deployment.ts';
import { titlesOf } from './destination-names.ts';
import { titleOf } from './find-account.ts';
import { findEvent } from './find-event.ts';
import { heldTable } from './held-table.ts';
import { type Person, type PersonOptions, personOf } from './person.ts';
import { UserError } from './user-error.ts';

/** `weighbridge release`: sends a weigh-in that is held for a look, or lists those that are. */
export async function release(id: string | undefined, options: PersonOptions, env: NodeJS.ProcessEnv): Promise<void> {
  const person = await personOf(options.for, env);
  const text = id === undefined ? await listed(person, options) : await releasedOne(person, id, options);
  process.stdout.write(`${text}\n`);
}

async function listed({ account, measurements, wall }: Person, { json }: PersonOptions): Promise<string> {
  const items = await askingAws(async () => (await Array.fromAsync(measurements.all(account.account))).flat());
  const held = items.filter(isEvent).filter((item) => item.held !== undefined && !item.withdrawn);
  if (json) return JSON.stringify({ account: account.account, held: held.map(inJson) });
  return held.length === 0 ? `Nothing of ${titleOf(account)} is held.` : heldTable(held, wall);
}

const inJson = ({ event, measuredAt, values, held }: EventItem) => ({
  event,
  measuredAt: instant(measuredAt),
  values,
  reason: held,
});

async function releasedOne(person: Person, id: string, { json }: PersonOptions): Promise<string> {
  const { host, account, measurements } = person;
  const item = await findEvent(person, id);
  if (item.held === undefined || item.withdrawn) {
    throw new UserError(`${item.event} is not held. Where it is: npx weighbridge story ${item.event}`);
  }
  const free = await askingAws(async () => {
    const stored = await measurements.save(released(item, host.clock.now()));
    await queueOf(host).send({ account: account.account, reason: 'schedule' });
    return stored;
  });
  const names = destinationNames.filter((name) => {
    const delivery = free.deliveries[name];
    return delivery !== undefined && isOpen(delivery);
  });
  if (json) return JSON.stringify({ account: account.account, event: free.event, destinations: names });
  const where = names.length > 0 ? `goes to ${titlesOf(names)} with a sync that is queued` : 'waits for a destination';
  return `Released: ${free.event} ${where}.\nWatch it: npx weighbridge story ${free.event}`;
}
