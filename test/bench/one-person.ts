import { seeded } from '../../lib/sandbox/withings/chance.ts';
import { Seal } from '../../lib/store/seal.ts';
import { syncAccount } from '../../lib/sync/sync-account.ts';
import type { SyncMessage } from '../../lib/sync-message.ts';
import { FlowingClock } from '../flowing-clock.ts';
import { startDynalite } from '../store/dynalite.ts';
import { engine } from '../sync/engine.ts';
import { addPerson } from '../sync/person.ts';
import { simulatedVendors, vendorOf } from '../sync/simulated-vendors.ts';
import { Meter, type Units } from './metered.ts';

/** What one sync took. */
export interface Taken {
  units: Units;
  /** `withings POST /measure`, in order. */
  calls: string[];
  files: number;
  /** Of the lines of the log, as JSON. */
  logBytes: number;
  cpuMs: number;
  /** Pauses that were made, milliseconds. */
  waitedMs: number;
}

/**
 * What a Garmin sign-in of today adds to that of the simulator: real tokens are signed, some 1,400 characters where the
 * simulator's have 250.
 */
const filler = 'x'.repeat(1_200);

class RealisticSeal extends Seal {
  override seal(value: object, account: string, vendor: string): Promise<string> {
    return super.seal(vendor === 'garmin' ? { ...value, filler } : value, account, vendor);
  }
}

/** One person with everything connected, on the real engine, dynalite and the simulators: measures what a sync takes. */
export async function onePerson() {
  const database = await startDynalite();
  const meter = new Meter(database.documentClient);
  const clock = new FlowingClock();
  const vendors = simulatedVendors({ clock, random: seeded(1), notify: async () => new Response('OK\n') });
  const seal = new RealisticSeal(new Uint8Array(32).fill(7));
  const calls: string[] = [];
  let [files, logBytes] = [0, 0];
  const write = (message: string, fields?: object) => {
    logBytes += JSON.stringify({
      level: 'INFO',
      message,
      timestamp: clock.now(),
      requestId: 'x'.repeat(36),
      ...fields,
    }).length;
  };
  const parts = engine({
    ...{ database, clock, seal, random: seeded(2), isCounted: true },
    fetch: (input, init) => {
      const request = new Request(input, init);
      calls.push(`${vendorOf(request.url)} ${request.method} ${new URL(request.url).pathname}`);
      return vendors.fetch(input, init);
    },
    archive: {
      put: async (account, _file, newest) => `fit/${account}/${newest}/${++files}`,
      removeAll: async () => true,
    },
    log: { info: write, warn: write, error: write },
    mailOwner: async () => {},
  });
  const person = await addPerson({ name: 'robin', userid: 10_001 }, vendors, parts, seal);

  async function sync(message: Omit<SyncMessage, 'account'>): Promise<Taken> {
    await clock.sleep(20_000);
    meter.read();
    calls.length = files = logBytes = 0;
    const from = process.cpuUsage();
    const at = clock.now();
    const request = { message: { account: person.id, ...message }, sentAt: clock.now() };
    await syncAccount({ ...request, deadline: clock.now() + 200_000 }, parts.context);
    const { user, system } = process.cpuUsage(from);
    return {
      units: meter.read(),
      calls: [...calls],
      files,
      logBytes,
      cpuMs: (user + system) / 1000,
      waitedMs: clock.now() - at,
    };
  }

  const round = () => sync({ reason: 'schedule', scheduledAt: new Date(clock.now()).toISOString() });
  await sync({ reason: 'connect' });
  await round();
  const ledger = async () => (await Array.fromAsync(parts.measurements.all(person.id))).flat();
  return { ...{ clock, vendors, person, ledger, sync, round }, stop: () => database.stop() };
}
