import { deliveredValues } from '../fingerprint.ts';
import type { BloodPressureReading } from '../measurement.ts';
import { encodeMeasurementFile } from './measurement-file.ts';
import { bloodPressure } from './messages.ts';

/**
 * The FIT file that carries blood pressure readings to Garmin Connect.
 *
 * @throws RejectedError naming the field when a value does not fit; BugError for none or more than 200 events.
 */
export function encodeBloodPressureFile(events: readonly BloodPressureReading[]): Uint8Array {
  return encodeMeasurementFile(events, bloodPressure, (event) => {
    const values = deliveredValues(event);
    return {
      timestamp: event.measuredAt,
      systolic_pressure: values.systolicMmHg,
      diastolic_pressure: values.diastolicMmHg,
      heart_rate: values.heartRateBpm,
    };
  });
}
