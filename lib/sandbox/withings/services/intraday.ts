import { epochSeconds } from '../../../clock.ts';
import { type Envelope, success } from '../envelope.ts';
import { chosen, problemOfNumbers, secondsAskedFor } from '../rows.ts';
import type { Sandbox, SandboxPerson } from '../state.ts';

const daySeconds = 86_400;

/** Not documented and chosen here: what was there before the newest sensors. */
const fieldsUnlessAsked = [
  'steps',
  'elevation',
  'calories',
  'distance',
  'stroke',
  'pool_lap',
  'duration',
  'heart_rate',
  'spo2_auto',
];

/** `POST /v2/measure`, `action=getintradayactivity`: at most the first 24 hours, and without a start the latest. */
export function getintradayactivity({ clock }: Sandbox, { records }: SandboxPerson, params: URLSearchParams): Envelope {
  const problem = problemOfNumbers(params, ['startdate', 'enddate']);
  if (problem) return problem;
  const asked = secondsAskedFor(params);
  const from = Number.isFinite(asked.from) ? asked.from : Math.min(asked.to, epochSeconds(clock)) - daySeconds;
  const to = Math.min(asked.to, from + daySeconds);
  const found = Object.entries(records.intraday).flatMap(([second, { values, ...entry }]) => {
    const fields = chosen(values, params, fieldsUnlessAsked);
    const isWanted = from <= Number(second) && Number(second) <= to && Object.keys(fields).length > 0;
    return isWanted ? [[second, { ...fields, ...entry }] as const] : [];
  });
  return success({ series: Object.fromEntries(found) });
}
