import { BugError } from '../errors.ts';
import type { BodyEvent } from '../measurement.ts';
import type { MessageLayout, MessageValues } from './message.ts';
import { deviceInfo, fileCreator, fileId, fileType } from './messages.ts';
import { type FitHeader, FitWriter, fitFileBytes } from './writer.ts';

/** Garmin Connect has answered 504 to big files; 200 records are what other tools have settled on. */
export const recordsAtMost = 200;

const header: FitHeader = { bytes: 12, protocolVersion: 0x10, profileVersion: 108 };

/**
 * A file of measurements: who made it and when, then for each event, in order of time, a device_info and the
 * measurement itself. It claims to come from no particular device. Both kinds of file carry the type of a weight file:
 * that is what Garmin Connect has been taking.
 *
 * The same events give the same bytes, in whatever order they come: `time_created` is the newest `modified` among them.
 */
export function encodeMeasurementFile<Event extends BodyEvent, FieldName extends string>(
  events: readonly Event[],
  layout: MessageLayout<FieldName>,
  valuesOf: (event: Event) => MessageValues<FieldName>,
): Uint8Array {
  if (events.length === 0 || events.length > recordsAtMost) {
    throw new BugError(`A FIT file takes 1 to ${recordsAtMost} measurements, not ${events.length}.`, {
      service: 'FIT',
      action: 'encode',
    });
  }
  const count = events.length;
  const fileBytes = fitFileBytes(header, [
    [fileId, 1],
    [fileCreator, 1],
    [deviceInfo, count],
    [layout, count],
  ]);
  const writer = new FitWriter(header, fileBytes);
  writer.write(fileId, { time_created: createdAt(events), type: fileType.weight });
  writer.write(fileCreator, {});
  for (const event of events.toSorted(byTimeThenId)) {
    writer.write(deviceInfo, { timestamp: event.measuredAt });
    writer.write(layout, valuesOf(event));
  }
  return writer.finish();
}

/** Seconds of the Unix epoch that FIT can hold, with a day to spare at the ends. */
const fitTime = { first: 631_152_000, last: 4_925_000_000 };

/**
 * When the newest of them was last changed; should that be absurd, when the newest was measured: no measurement is
 * refused for it.
 */
function createdAt(events: readonly BodyEvent[]): number {
  const modified = Math.max(...events.map((event) => event.modified));
  if (modified >= fitTime.first && modified <= fitTime.last) return modified;
  return Math.max(...events.map((event) => event.measuredAt));
}

const byTimeThenId = (a: BodyEvent, b: BodyEvent): number => a.measuredAt - b.measuredAt || (a.id < b.id ? -1 : 1);
