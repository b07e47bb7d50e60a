import { type Envelope, invalidParams, success } from '../envelope.ts';
import { models } from '../models.ts';
import type { Night, SleepSegment } from '../records.ts';
import { problemOfNumbers, secondsAskedFor } from '../rows.ts';
import { sampled } from '../samples.ts';
import type { Sandbox, SandboxPerson } from '../state.ts';

/** `POST /v2/sleep`, `action=get`: the segments that begin in the range, of which only the first hours are answered. */
export function getsleep({ state }: Sandbox, { records }: SandboxPerson, params: URLSearchParams): Envelope {
  const missing = ['startdate', 'enddate'].find((name) => !params.get(name));
  if (missing) return invalidParams(`missing ${missing}`);
  const problem = problemOfNumbers(params, ['startdate', 'enddate']);
  if (problem) return problem;
  const { from, to } = secondsAskedFor(params);
  const end = Math.min(to, from + state.settings.sleepRangeHours * 3600);
  const fields = params.get('data_fields')?.split(',') ?? [];
  const series = records.nights.flatMap((night) =>
    night.segments
      .filter(({ startdate }) => from <= startdate && startdate <= end)
      .map((segment) => segmentOf(night, segment, fields)),
  );
  return success({ series, model: records.nights.at(-1)?.model ?? 32 });
}

const segmentOf = ({ model_id, hash_deviceid }: Night, segment: SleepSegment, fields: readonly string[]) => ({
  ...segment,
  model: models.get(model_id)?.model ?? '',
  model_id,
  hash_deviceid,
  ...sampled(segment, fields),
});
