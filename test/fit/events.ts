import { type BloodPressureReading, eventId, type WeighIn } from '../../lib/measurement.ts';

type Sketch<Event> = { measuredAt: number; modified?: number; device?: string } & Pick<Event, 'values' & keyof Event>;

export function weighIn(sketch: Sketch<WeighIn>): WeighIn {
  return { kind: 'weight', ...eventBase('weight', sketch), values: sketch.values };
}

export function pressureReading(sketch: Sketch<BloodPressureReading>): BloodPressureReading {
  return { kind: 'bloodPressure', ...eventBase('bloodPressure', sketch), values: sketch.values };
}

function eventBase(kind: string, sketch: { measuredAt: number; modified?: number; device?: string }) {
  const { measuredAt, modified = measuredAt, device = 'scale' } = sketch;
  return { id: eventId(measuredAt, kind, device), measuredAt, modified, device, model: null, groupIds: [1] };
}
