import { expect, it } from 'vitest';
import { noRecords } from '../../../lib/sandbox/withings/records.ts';
import { WithingsSimulator } from '../../../lib/sandbox/withings/simulator.ts';
import { emptyState } from '../../../lib/sandbox/withings/state.ts';
import { FlowingClock } from '../../flowing-clock.ts';
import { sandboxed } from '../../withings/connected.ts';

it('takes a state that an earlier version kept, and fills in what it lacks', () => {
  const state = JSON.parse(JSON.stringify(sandboxed({ pageSize: 7 }).simulator.state));
  for (const part of ['nonces', 'nextId']) delete state[part];
  for (const part of ['rowsPerPage', 'sleepRangeHours']) delete state.settings[part];
  delete state.people[0].records;
  state.people.push({ ...state.people[0], userid: 5, records: { nights: [{ id: 1 }] } });
  const simulator = new WithingsSimulator({ clock: new FlowingClock(), random: Math.random, state });
  const { settings, ...empty } = emptyState();
  expect(simulator.state).toBe(state);
  expect(state).toMatchObject({ ...empty, people: [{}, {}], settings: { ...settings, pageSize: 7 } });
  expect(state.people[0].records).toEqual(noRecords());
  expect(state.people[1].records).toEqual({ ...noRecords(), nights: [{ id: 1 }] });
});
