import * as v from 'valibot';
import { RejectedError } from '../errors.ts';
import { parseAs } from '../http.ts';
import { type Measures, measuresPageSchema } from './measures.ts';

const call = { service: 'Withings', action: 'getmeas (recorded)' };

const answerSchema = v.object({ status: v.number(), body: v.unknown() });
const bodySchema = v.object({ measuregrps: v.unknown() });

/**
 * Reads a getmeas answer somebody kept: the whole answer, its body, or the bare list of measure groups.
 *
 * @throws RejectedError when it is none of the three.
 * @throws BugError naming the field when a group has no `grpid`, `date` or `measures`.
 */
export function parseRecordedMeasures(json: unknown): Measures {
  const { measuregrps, timezone, updatetime } = parseAs(measuresPageSchema, bodyOfRecord(json), call);
  return { groups: measuregrps, timezone: timezone ?? undefined, updatetime: updatetime ?? undefined };
}

function bodyOfRecord(json: unknown): unknown {
  if (Array.isArray(json)) return { measuregrps: json };
  if (v.is(bodySchema, json)) return json;
  if (v.is(answerSchema, json)) {
    if (json.status !== 0) {
      throw new RejectedError(
        `The recorded answer is an error of Withings (status ${json.status}), not measurements.`,
        call,
      );
    }
    if (v.is(bodySchema, json.body)) return json.body;
  }
  throw new RejectedError(
    'These are no Withings measurements: expected an answer of getmeas, its body, or the list of its measure groups.',
    call,
  );
}
