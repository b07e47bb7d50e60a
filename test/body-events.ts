import { type BloodPressureReading, eventId, type WeighIn, type WeighInValues } from '../lib/measurement.ts';

/** A weigh-in at an ISO instant. */
export function weighIn(at: string, weightKg: number, values: Partial<WeighInValues> = {}): WeighIn {
  return { ...eventBase(at, 'weight'), kind: 'weight', values: { weightKg, ...values } };
}

/** A blood pressure reading at an ISO instant. */
export function reading(at: string, systolicMmHg: number, diastolicMmHg: number): BloodPressureReading {
  return { ...eventBase(at, 'bloodPressure'), kind: 'bloodPressure', values: { systolicMmHg, diastolicMmHg } };
}

function eventBase(at: string, kind: string) {
  const measuredAt = Date.parse(at) / 1000;
  const id = eventId(measuredAt, kind, 'scale');
  return { id, measuredAt, modified: measuredAt, device: 'scale', model: null };
}
