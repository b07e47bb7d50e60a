import { ecgSignal } from '../ecg-signal.ts';
import { type Envelope, invalidParams, success } from '../envelope.ts';
import { pageOf, problemOfNumbers, secondsAskedFor } from '../rows.ts';
import type { Sandbox, SandboxPerson } from '../state.ts';

/** `POST /v2/heart`, `action=list`: by time only, there is no `lastupdate`. */
export function listHeart({ state }: Sandbox, { records }: SandboxPerson, params: URLSearchParams): Envelope {
  const problem = problemOfNumbers(params, ['startdate', 'enddate', 'offset']);
  if (problem) return problem;
  const { from, to } = secondsAskedFor(params);
  const found = records.heart
    .filter(({ timestamp }) => from <= timestamp && timestamp <= to)
    .toSorted((a, b) => b.timestamp - a.timestamp);
  const { rows, paging } = pageOf(state.settings, found, params);
  return success({ series: rows, ...paging });
}

/** `POST /v2/heart`, `action=get`: the electrocardiogram. */
export function getHeart(_: Sandbox, { records }: SandboxPerson, params: URLSearchParams): Envelope {
  if (!params.get('signalid')) return invalidParams('missing signalid');
  const record = records.heart.find(({ ecg }) => ecg?.signalid === Number(params.get('signalid')));
  if (!record?.ecg) return invalidParams('invalid signalid');
  return success(ecgSignal(record, record.ecg.signalid));
}
