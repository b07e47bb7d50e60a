import { expect, it } from 'vitest';
import type { Delivery } from '../../lib/ledger.ts';
import { storyOf } from '../../lib/sync/story.ts';
import { exampleWeighIn } from '../store/examples.ts';

const measuredAt = Date.parse('2026-11-20T06:30:00Z') / 1000;
const at = (seconds: number) => measuredAt * 1000 + seconds * 1000;
const story = (garmin: Delivery, trainerroad?: Delivery) =>
  storyOf(
    exampleWeighIn('1', measuredAt, {
      model: 'Body+',
      receivedAt: at(20),
      deliveries: { garmin, ...(trainerroad && { trainerroad }) },
    }),
  ).map(({ at: when, words }) => `${(when - at(0)) / 1000} s ${words}`);

it('begins with the scale and ends with the proof', () => {
  const garmin: Delivery = {
    state: 'verified',
    at: at(24),
    sentAt: at(22),
    file: 'fit/1/2026/11/x.fit',
    remoteId: '17',
    attempts: 1,
  };
  const trainerroad: Delivery = { state: 'skipped', at: at(23), reason: 'a newer one is there' };
  expect(story(garmin, trainerroad)).toEqual([
    '0 s weighed: Body+',
    '20 s received from Withings',
    '22 s Garmin Connect: sent as fit/1/2026/11/x.fit',
    '23 s TrainerRoad: left out: a newer one is there',
    '24 s Garmin Connect: arrived, read back as entry 17',
  ]);
});

it.each<[string, Delivery]>([
  ['found there already as entry 17', { state: 'verified', at: at(24), remoteId: '17' }],
  ['waits', { state: 'pending', at: at(24) }],
  ['waits: Garmin failed', { state: 'pending', at: at(24), reason: 'Garmin failed' }],
  ['not seen there yet', { state: 'sending', at: at(24), attempts: 1 }],
  ['failed: it does not fit', { state: 'failed', at: at(24), reason: 'it does not fit' }],
])('says “%s”', (words, garmin) => {
  expect(story(garmin).at(-1)).toBe(`24 s Garmin Connect: ${words}`);
});

it('tells how often it was sent', () => {
  const garmin: Delivery = { state: 'sending', at: at(90), sentAt: at(80), attempts: 3 };
  expect(story(garmin)).toContain('80 s Garmin Connect: sent, attempt 3');
});
