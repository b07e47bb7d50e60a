import { type Envelope, success } from '../envelope.ts';
import type { Night } from '../records.ts';
import { chosen, pageOf, problemOfDays, rowsOfDays } from '../rows.ts';
import type { Sandbox, SandboxPerson } from '../state.ts';

const fieldsUnlessAsked = [
  ...['wakeupduration', 'wakeupcount', 'durationtosleep', 'durationtowakeup'],
  ...['lightsleepduration', 'deepsleepduration', 'remsleepduration', 'total_timeinbed', 'total_sleep_time'],
  ...['sleep_efficiency', 'sleep_latency', 'wakeup_latency', 'waso', 'nb_rem_episodes', 'out_of_bed_count'],
];

/** `POST /v2/sleep`, `action=getsummary`. */
export function getsummary({ state }: Sandbox, { records }: SandboxPerson, params: URLSearchParams): Envelope {
  const problem = problemOfDays(params);
  if (problem) return problem;
  const { rows, paging } = pageOf(state.settings, shuffled(rowsOfDays(records.nights, params)), params);
  const series = rows.map(({ segments: _, data, ...row }) => ({
    ...row,
    data: chosen(data, params, fieldsUnlessAsked),
  }));
  return success({ series, ...paging });
}

/** Real answers begin with the newest night and change direction on the way: nobody may count on an order. */
function shuffled(nights: readonly Night[]): Night[] {
  const newestFirst = nights.toSorted((a, b) => b.startdate - a.startdate);
  const middle = Math.ceil(newestFirst.length / 2);
  return [...newestFirst.slice(0, middle), ...newestFirst.slice(middle).reverse()];
}
