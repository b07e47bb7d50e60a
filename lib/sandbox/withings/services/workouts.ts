import { type Envelope, success } from '../envelope.ts';
import { chosen, pageOf, problemOfDays, rowsOfDays } from '../rows.ts';
import type { Sandbox, SandboxPerson } from '../state.ts';

/** Not documented and chosen here: all but temperature. */
const fieldsUnlessAsked = [
  ...['calories', 'intensity', 'manual_distance', 'manual_calories'],
  ...['hr_average', 'hr_min', 'hr_max', 'hr_zone_0', 'hr_zone_1', 'hr_zone_2', 'hr_zone_3'],
  ...['pause_duration', 'algo_pause_duration', 'spo2_average'],
  ...['steps', 'distance', 'elevation', 'pool_laps', 'strokes', 'pool_length'],
];

/** `POST /v2/measure`, `action=getworkouts`. */
export function getworkouts({ state }: Sandbox, { records }: SandboxPerson, params: URLSearchParams): Envelope {
  const problem = problemOfDays(params);
  if (problem) return problem;
  const found = rowsOfDays(records.workouts, params).toSorted((a, b) => a.startdate - b.startdate);
  const { rows, paging } = pageOf(state.settings, found, params);
  const series = rows.map(({ data, ...row }) => ({ ...row, data: chosen(data, params, fieldsUnlessAsked) }));
  return success({ series, ...paging });
}
