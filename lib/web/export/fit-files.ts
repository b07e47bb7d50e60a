import { RejectedError } from '../../errors.ts';
import { encodeBloodPressureFile } from '../../fit/blood-pressure-file.ts';
import { recordsAtMost } from '../../fit/measurement-file.ts';
import { encodeWeightFile } from '../../fit/weight-file.ts';
import { eventOf, isEvent, type LedgerItem } from '../../ledger.ts';
import { type BloodPressureReading, type BodyEvent, instant, type WeighIn } from '../../measurement.ts';
import type { Settings } from '../../settings.ts';

export interface NamedFile {
  name: string;
  bytes: Uint8Array;
}

/** FIT files of everything, newly made, 200 measurements in each: what any program of a sportsperson can read. */
export function fitFilesOf(items: readonly LedgerItem[], settings: Pick<Settings, 'muscleMass'>): NamedFile[] {
  const events = items
    .filter(isEvent)
    .filter(({ withdrawn }) => !withdrawn)
    .map(eventOf);
  const weighIns = events.filter((event): event is WeighIn => event.kind === 'weight');
  const pressures = events.filter((event): event is BloodPressureReading => event.kind === 'bloodPressure');
  const leftOut: BodyEvent[] = [];
  const files = [
    ...filesOf('weight', weighIns, (batch) => encodeWeightFile(batch, settings), leftOut),
    ...filesOf('blood-pressure', pressures, encodeBloodPressureFile, leftOut),
  ];
  return leftOut.length === 0 ? files : [...files, { name: 'left-out.txt', bytes: listOf(leftOut) }];
}

function filesOf<Event extends BodyEvent>(
  kind: string,
  events: readonly Event[],
  encode: (batch: readonly Event[]) => Uint8Array,
  leftOut: BodyEvent[],
): NamedFile[] {
  const encodable = events.filter((event) => {
    const fits = fitsFormat(() => encode([event]));
    if (!fits) leftOut.push(event);
    return fits;
  });
  const count = Math.ceil(encodable.length / recordsAtMost);
  return Array.from({ length: count }, (_, index) => {
    const batch = encodable.slice(index * recordsAtMost, (index + 1) * recordsAtMost);
    const [first, last] = [batch[0]!, batch.at(-1)!].map(({ measuredAt }) => instant(measuredAt).slice(0, 10));
    const name = `${kind}-${first}-to-${last}-${String(index + 1).padStart(3, '0')}.fit`;
    return { name, bytes: encode(batch) };
  });
}

function fitsFormat(encode: () => unknown): boolean {
  try {
    encode();
    return true;
  } catch (error) {
    if (error instanceof RejectedError) return false;
    throw error;
  }
}

const listOf = (events: readonly BodyEvent[]): Uint8Array =>
  new TextEncoder().encode(
    `These hold a value that a FIT file cannot carry; they are in the CSV and JSON export.\r\n\r\n${events.map(({ id }) => `${id}\r\n`).join('')}`,
  );
