import { type Envelope, success } from '../envelope.ts';
import { chosen, pageOf, problemOfDays, rowsOfDays } from '../rows.ts';
import type { Sandbox, SandboxPerson } from '../state.ts';

/** Not documented and chosen here: what every tracker counts. */
const fieldsUnlessAsked = [
  'steps',
  'distance',
  'elevation',
  'soft',
  'moderate',
  'intense',
  'active',
  'calories',
  'totalcalories',
];

/** `POST /v2/measure`, `action=getactivity`. */
export function getactivity({ state }: Sandbox, { records }: SandboxPerson, params: URLSearchParams): Envelope {
  const problem = problemOfDays(params);
  if (problem) return problem;
  const found = rowsOfDays(records.activities, params).toSorted((a, b) => (a.date < b.date ? -1 : 1));
  const { rows, paging } = pageOf(state.settings, found, params);
  const activities = rows.map(({ values, deviceid, ...row }) => ({
    ...chosen(values, params, fieldsUnlessAsked),
    deviceid,
    hash_deviceid: deviceid,
    ...row,
  }));
  return success({ activities, ...paging });
}
