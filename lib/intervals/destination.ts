import { epochSeconds } from '../clock.ts';
import type { DeliveryFile, Destination, RemoteEntry } from '../destination.ts';
import { RejectedError } from '../errors.ts';
import type { BodyEvent } from '../measurement.ts';
import type { Settings } from '../settings.ts';
import type { TokenStore } from '../tokens.ts';
import { IntervalsApi, type IntervalsWeb } from './api.ts';
import { readAthleteId } from './athlete.ts';
import { choose } from './choose.ts';
import type { IntervalsCredentials } from './credentials.ts';
import { localDays } from './local-days.ts';
import { contains, fieldsOf, recordsOf } from './record.ts';
import { readWellness, writeWellness } from './wellness.ts';

export interface IntervalsConnection extends IntervalsWeb {
  /** IANA zone of the person: intervals.icu keeps one record a local day. */
  zone: string;
  settings: Pick<Settings, 'bloodPressure' | 'dailyWeighIn'>;
}

/**
 * intervals.icu as one person's destination: of each local day one weigh-in, with body fat, and one blood pressure.
 *
 * A day is overwritten, never emptied: a field cannot be cleared there, so there is nothing to remove with.
 */
export function intervalsDestination(
  { zone, settings, ...web }: IntervalsConnection,
  store: TokenStore<IntervalsCredentials>,
): Destination {
  const api = new IntervalsApi(web, store);
  const days = localDays(zone);
  const dayOf = ({ measuredAt }: BodyEvent): string => days.dayOf(measuredAt);
  const today = (): string => days.dayOf(epochSeconds(web.clock));

  return {
    name: 'intervals',
    rivals: ({ measuredAt }) => days.spanOf(measuredAt),
    choose: (events) => choose(events, { days, settings, now: epochSeconds(web.clock) }),
    encode: (events) => encode(recordsOf(events, days)),
    async read(events): Promise<RemoteEntry[]> {
      const stored = await readWellness(api, events.map(dayOf));
      return events.flatMap((asked) => {
        const day = stored.get(dayOf(asked));
        if (!day) return [];
        const holds = (event: BodyEvent): boolean => dayOf(event) === day.id && contains(day, fieldsOf(event));
        // A day has no time, and its kinds and rivals share it: one entry for each that is asked about, so that one
        // event's proof is not taken for another's.
        return [{ id: `wellness/${day.id}@${asked.id}`, measuredAt: asked.measuredAt, holds }];
      });
    },
    async write(events) {
      const records = recordsOf(events, days);
      const stored = await readWellness(
        api,
        records.map(({ id }) => id),
      );
      const missing = records.filter((record) => !contains(stored.get(record.id), record));
      if (missing.some(({ id }) => stored.get(id)?.locked)) throw new RejectedError(dayIsLocked, { service });
      await writeWellness(api, missing, today());
    },
    async checkHealth() {
      // The range, not the day: a day without data may be answered as if the athlete were unknown.
      await readWellness(api, [today()]);
      const user = await readAthleteId(api);
      return user === undefined ? {} : { user };
    },
  };
}

const service = 'intervals.icu';
const dayIsLocked =
  'The day is locked at intervals.icu, so its values are left as they are. Unlock it there, or enter the measurement by hand.';

/** What is about to be written, as the archive keeps it. */
function encode(records: readonly object[]): DeliveryFile {
  return { bytes: new TextEncoder().encode(`${JSON.stringify(records)}\n`), extension: 'json' };
}
