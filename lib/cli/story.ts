import type { EventItem } from '../ledger.ts';
import { instant } from '../measurement.ts';
import { storyOf } from '../sync/story.ts';
import { askingAws } from './deployment.ts';
import { titleOf } from './find-account.ts';
import { findEvent } from './find-event.ts';
import { type Person, type PersonOptions, personOf } from './person.ts';
import { storyText } from './story-text.ts';
import { UserError } from './user-error.ts';

/** `weighbridge story`: what became of one measurement, or of the newest. */
export async function story(id: string | undefined, options: PersonOptions, env: NodeJS.ProcessEnv): Promise<void> {
  const person = await personOf(options.for, env);
  const item = id === undefined ? await newestOf(person) : await findEvent(person, id);
  process.stdout.write(`${options.json ? JSON.stringify(inJson(item)) : storyText(item, person.wall)}\n`);
}

async function newestOf({ account, measurements }: Person): Promise<EventItem> {
  const newest = await askingAws(() => measurements.newestEvent(account.account));
  if (newest) return newest;
  throw new UserError(
    `Nothing of ${titleOf(account)} has been received yet: ${account.lastSync?.problem ?? 'step on the scale'}.`,
  );
}

const inJson = (item: EventItem) => ({
  account: item.account,
  event: item.event,
  kind: item.kind,
  measuredAt: instant(item.measuredAt),
  ...(item.held !== undefined && { held: item.held }),
  ...(item.withdrawn && { withdrawn: true }),
  steps: storyOf(item).map(({ at, words }) => ({ at: new Date(at).toISOString(), words })),
});
