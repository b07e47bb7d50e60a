import { epochSeconds } from '../clock.ts';
import type { DeliveryFile, Destination, RemoteEntry } from '../destination.ts';
import { BugError, RejectedError } from '../errors.ts';
import { type BodyEvent, instant, type WeighIn } from '../measurement.ts';
import type { TokenStore } from '../tokens.ts';
import { choose, newestOf, skipReasons } from './choose.ts';
import type { TrainerRoadCredentials } from './credentials.ts';
import { readMember } from './member-info.ts';
import { readRider, writeWeight } from './rider-information.ts';
import { TrainerRoadSite } from './site.ts';
import type { TrainerRoadWeb } from './web.ts';
import { isAsWritten, isBelievable, isSameWeight, profileWeightKg } from './weight.ts';

/** How far back the weigh-in is looked for that takes the place of one that was deleted. */
const yearSeconds = 366 * 86_400;
/** The last second that sorts as text, 9999-12-31. */
const endOfTime = 253_402_300_799;

/** What this destination has just done to the profile. */
interface Written {
  eventId: string;
  /** The profile's weight before. */
  replacedKg: number;
}

/**
 * TrainerRoad as one person's destination: the newest weigh-in, to 0.1 kg, becomes the weight of the rider's profile.
 *
 * The profile says what the weight is, not when it was measured. So what is read back counts as measured with the
 * newest event asked about: it is told from others by its value only, and says nothing of older events.
 */
export function trainerRoadDestination(web: TrainerRoadWeb, store: TokenStore<TrainerRoadCredentials>): Destination {
  const site = new TrainerRoadSite(web, store);
  let written: Written | undefined;

  /** A weight just written may come back a little changed by the site's own rounding, but not as it was before. */
  function holds(storedKg: number, event: BodyEvent): boolean {
    if (event.kind !== 'weight') return false;
    const weightKg = profileWeightKg(event);
    if (isSameWeight(storedKg, weightKg)) return true;
    return written?.eventId === event.id && storedKg !== written.replacedKg && isAsWritten(storedKg, weightKg);
  }

  return {
    name: 'trainerroad',
    rivals: ({ measuredAt }, isWithdrawn) => ({ from: measuredAt - (isWithdrawn ? yearSeconds : 0), to: endOfTime }),
    choose: (events) => choose(events, epochSeconds(web.clock)),
    encode,
    async read(events): Promise<RemoteEntry[]> {
      const { id, measuredAt } = newestWeighIn(events);
      const { weightKg } = await readRider(site);
      const holdsNow = (event: BodyEvent): boolean => event.measuredAt >= measuredAt && holds(weightKg, event);
      return [{ id: `weightKg@${id}`, measuredAt, holds: holdsNow }];
    },
    async write(events) {
      const event = newestWeighIn(events);
      const weightKg = profileWeightKg(event);
      const rider = await readRider(site);
      if (isSameWeight(rider.weightKg, weightKg)) return;
      await writeWeight(site, rider, weightKg);
      written = { eventId: event.id, replacedKg: rider.weightKg };
    },
    async checkHealth() {
      const { memberId } = await readMember(site);
      return { user: String(memberId) };
    },
  };
}

/** What is about to be written, as the archive keeps it. */
function encode(events: readonly BodyEvent[]): DeliveryFile {
  const event = newestWeighIn(events);
  const weightKg = profileWeightKg(event);
  if (!isBelievable(weightKg)) throw new RejectedError(`${skipReasons.unbelievable}.`, { service: 'TrainerRoad' });
  const text = `${JSON.stringify({ weightKg, measuredAt: instant(event.measuredAt) })}\n`;
  return { bytes: new TextEncoder().encode(text), extension: 'json' };
}

function newestWeighIn(events: readonly BodyEvent[]): WeighIn {
  const newest = newestOf(events);
  if (newest) return newest;
  throw new BugError('TrainerRoad was given nothing to deliver.', { service: 'TrainerRoad' });
}
