import { expect, it } from 'vitest';
import { cliHost } from '../lib/cli/cli-host.ts';
import { pausedDestinationsOf } from '../lib/runtime.ts';

it.each([
  [undefined, []],
  ['', []],
  ['trainerroad', ['trainerroad']],
  ['trainerroad,garmin', ['garmin', 'trainerroad']],
])('PAUSED_DESTINATIONS=%s switches off %j', (PAUSED_DESTINATIONS, paused) => {
  expect(pausedDestinationsOf({ ...cliHost({}, {}), env: { PAUSED_DESTINATIONS } })).toEqual(paused);
});
