import type { Choice, DeliveryFile, Destination, RemoteEntry } from '../destination.ts';
import { BugError } from '../errors.ts';
import { encodeBloodPressureFile } from '../fit/blood-pressure-file.ts';
import { encodeWeightFile } from '../fit/weight-file.ts';
import type { BloodPressureReading, BodyEvent, WeighIn } from '../measurement.ts';
import { defaultSettings, type Settings } from '../settings.ts';
import type { TokenStore } from '../tokens.ts';
import { readBloodPressures } from './blood-pressure-readback.ts';
import { ConnectApi } from './connect-api.ts';
import { type DaySpan, daySpans } from './day-spans.ts';
import { readProfile } from './profile.ts';
import { garminTokenKeeper } from './refresh.ts';
import type { GarminAccess } from './token-endpoint.ts';
import type { GarminTokens } from './tokens.ts';
import { uploadFit } from './upload.ts';
import { readWeights } from './weight-readback.ts';

export interface GarminConnection extends GarminAccess {
  store: TokenStore<GarminTokens>;
  /** IANA zone of the person: decides which days are read back. */
  zone: string;
  /** The person's own; `defaultSettings` when absent. */
  settings?: GarminSettings;
}

type GarminSettings = Pick<Settings, 'muscleMass' | 'bloodPressure'>;

/**
 * A refresh token lives for 30 days from its last use, which the access token's short life usually brings about daily.
 * Should that ever be longer, this does.
 */
const renewAheadMs = 20 * 24 * 3600_000;

/**
 * Garmin Connect as one person's destination: takes every weigh-in, and every blood pressure unless they are switched
 * off, as FIT files.
 */
export function garminDestination({
  store,
  zone,
  settings = defaultSettings,
  ...access
}: GarminConnection): Destination {
  const keeper = garminTokenKeeper(access, store);
  const api = new ConnectApi(access, keeper);

  async function readKind(
    events: readonly BodyEvent[],
    readSpan: (api: ConnectApi, span: DaySpan) => Promise<RemoteEntry[]>,
  ): Promise<RemoteEntry[]> {
    const entries: RemoteEntry[] = [];
    const spans = daySpans(
      events.map((event) => event.measuredAt),
      zone,
    );
    for (const span of spans) entries.push(...(await readSpan(api, span)));
    return entries;
  }

  return {
    name: 'garmin',
    choose: (events) => choose(events, settings),
    encode: (events) => encode(events, settings),
    read: async (events) => [
      ...(await readKind(events.filter(isWeighIn), readWeights)),
      ...(await readKind(events.filter(isBloodPressure), readBloodPressures)),
    ],
    write: (_events, file) => uploadFit(api, file.bytes),
    checkHealth: async () => {
      const current = await keeper.current();
      const isAgeing = current.refreshExpiresAt - access.clock.now() < renewAheadMs;
      const { refreshExpiresAt } = isAgeing ? await keeper.renew(current) : current;
      const { profileId } = await readProfile(api);
      return { credentialsEndAt: refreshExpiresAt, ...(profileId && { user: String(profileId) }) };
    },
  };
}

const isWeighIn = (event: BodyEvent): event is WeighIn => event.kind === 'weight';
const isBloodPressure = (event: BodyEvent): event is BloodPressureReading => event.kind === 'bloodPressure';

function choose(events: readonly BodyEvent[], { bloodPressure }: GarminSettings): Choice {
  if (bloodPressure) return { deliver: [...events], skip: [] };
  return {
    deliver: events.filter(isWeighIn),
    skip: events
      .filter(isBloodPressure)
      .map((event) => ({ event, reason: 'blood pressure is switched off in your settings' })),
  };
}

function encode(events: readonly BodyEvent[], settings: GarminSettings): DeliveryFile {
  if (events.every(isWeighIn)) return { bytes: encodeWeightFile(events, settings), extension: 'fit' };
  if (events.every(isBloodPressure)) return { bytes: encodeBloodPressureFile(events), extension: 'fit' };
  throw new BugError('A FIT file holds weights or blood pressures, never both.', { service: 'Garmin' });
}
