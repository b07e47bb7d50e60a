import { expect, it } from 'vitest';
import { RetryError } from '../../lib/errors.ts';
import { MeasurementStore } from '../../lib/store/measurements.ts';
import { DeliveryNotes } from '../../lib/sync/delivery-notes.ts';
import { FlowingClock } from '../flowing-clock.ts';
import { exampleWeighIn } from '../store/examples.ts';
import { memoryDatabase } from '../store/memory-database.ts';

it('of two runs that note the same at the same moment one alone may send', async () => {
  const { documentClient, measurementsTable } = memoryDatabase();
  const measurements = new MeasurementStore(documentClient, measurementsTable);
  const clock = new FlowingClock();
  const item = await measurements.save(exampleWeighIn('1000001', 1_795_156_200));
  const [first, second] = [0, 1].map(() => new DeliveryNotes('garmin', measurements, clock));
  await first!.sending([item], 'fit/1000001/one.fit');
  await expect(second!.sending([item], 'fit/1000001/one.fit')).rejects.toThrow(RetryError);
});
