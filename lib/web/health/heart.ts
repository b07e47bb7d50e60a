import { models, nameOfAfibResult } from '../../withings/vocabulary.ts';
import { firstOf, said, when } from './outside.ts';
import { records as list } from './records.ts';
import type { HealthSection } from './section.ts';

const shownAtMost = 12;
const yearSeconds = 365 * 86_400;

/** Electrocardiograms, and what they say of atrial fibrillation. */
export const heart: HealthSection = {
  id: 'heart',
  title: 'Heart: atrial fibrillation in electrocardiograms',
  scopes: ['user.metrics'],
  async show(user, { now, words }) {
    const startdate = Math.floor(now / 1000) - yearSeconds;
    const records = await firstOf(user.getHeartSummary({ startdate }));
    const newest = records
      .filter(({ ecg }) => ecg)
      .sort((a, b) => b.timestamp - a.timestamp)
      .slice(0, shownAtMost);
    if (newest.length === 0) return undefined;
    return list(
      newest.map(({ timestamp, ecg, heart_rate: pulse, model }) => ({
        title: ecg && ecg.afib !== null ? nameOfAfibResult(ecg.afib) : 'Without a result',
        beside: when(timestamp, words),
        words: [
          ...(pulse === undefined
            ? []
            : [`pulse ${words.numbers.figure(typeof pulse === 'number' ? pulse : pulse.value, 0)}`]),
          said((model !== null && models.get(model)?.name) || 'an unknown device'),
        ],
      })),
    );
  },
};
