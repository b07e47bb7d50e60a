import { describe, expect, it } from 'vitest';
import { filesIn, filesTable } from '../../lib/cli/archived-files.ts';
import { WallClock } from '../../lib/cli/wall-clock.ts';
import type { EventItem } from '../../lib/ledger.ts';
import { thursday } from '../groups.ts';
import { exampleLeft, exampleWeighIn } from '../store/examples.ts';

const at = 0;
const sent = (days: number, deliveries: EventItem['deliveries']) =>
  exampleWeighIn('1', thursday + days * 86_400, { deliveries });
const items = [
  sent(0, { garmin: { state: 'verified', at, file: 'fit/b' }, trainerroad: { state: 'skipped', at } }),
  exampleLeft('1', thursday, 7),
  sent(2, { garmin: { state: 'failed', at, file: 'fit/b' }, trainerroad: { state: 'verified', at, file: 'fit/c' } }),
  sent(1, { garmin: { state: 'sending', at, file: 'fit/a' } }),
  sent(3, { garmin: { state: 'verified', at } }),
];

describe('the files that the ledger knows', () => {
  it('are each of one destination, with how many measurements and of when, oldest first', () => {
    const day = 86_400;
    expect(filesIn(items)).toEqual([
      { key: 'fit/b', destination: 'garmin', events: 2, from: thursday, to: thursday + 2 * day },
      { key: 'fit/a', destination: 'garmin', events: 1, from: thursday + day, to: thursday + day },
      { key: 'fit/c', destination: 'trainerroad', events: 1, from: thursday + 2 * day, to: thursday + 2 * day },
    ]);
    expect(filesIn([])).toEqual([]);
  });

  it('are a table of days where the person is', () => {
    expect(filesTable(filesIn(items), new WallClock('Asia/Tokyo'))).toMatchInlineSnapshot(`
      "from        to          destination  events  file
      ──────────  ──────────  ───────────  ──────  ─────
      2026-11-19  2026-11-21  Garmin       2       fit/b
      2026-11-20  2026-11-20  Garmin       1       fit/a
      2026-11-21  2026-11-21  TrainerRoad  1       fit/c
      ──────────  ──────────  ───────────  ──────  ─────
      Days of Asia/Tokyo; files: 2 for Garmin, 1 for TrainerRoad"
    `);
  });
});
