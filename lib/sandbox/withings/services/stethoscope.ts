import { type Envelope, invalidParams, success } from '../envelope.ts';
import { soundOf } from '../heart-sound.ts';
import { pageOf, problemOfNumbers, secondsAskedFor } from '../rows.ts';
import type { Sandbox, SandboxPerson } from '../state.ts';

/** `POST /v2/stetho`, `action=list`. */
export function listSounds({ state }: Sandbox, { records }: SandboxPerson, params: URLSearchParams): Envelope {
  const problem = problemOfNumbers(params, ['startdate', 'enddate', 'offset']);
  if (problem) return problem;
  const { from, to } = secondsAskedFor(params);
  const found = records.stethoscope
    .filter(({ timestamp }) => from <= timestamp && timestamp <= to)
    .toSorted((a, b) => b.timestamp - a.timestamp);
  const { rows, paging } = pageOf(state.settings, found, params);
  return success({ series: rows.map(({ model: _, position: __, ...row }) => row), ...paging });
}

/** `POST /v2/stetho`, `action=get`. */
export function getSound(_: Sandbox, { records }: SandboxPerson, params: URLSearchParams): Envelope {
  if (!params.get('signalid')) return invalidParams('missing signalid');
  const sound = records.stethoscope.find(({ signalid }) => signalid === Number(params.get('signalid')));
  return sound ? success(soundOf(sound)) : invalidParams('invalid signalid');
}
