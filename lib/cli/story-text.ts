import type { EventItem } from '../ledger.ts';
import { storyOf } from '../sync/story.ts';
import type { WallClock } from './wall-clock.ts';

/** The steps of one measurement under its id, in the time of its person. */
export function storyText(item: EventItem, wall: WallClock): string {
  const steps = storyOf(item).map(({ at, words }) => `  ${wall.at(at)}  ${words}`);
  const held = item.held === undefined ? [] : [`It is held: ${item.held} (npx weighbridge release ${item.event}).`];
  return [`${item.event}, times in ${wall.timeZone}:`, ...steps, ...held].join('\n');
}
