import * as v from 'valibot';
import { kindOf } from '../errors.ts';
import { jsonOf } from '../http.ts';
import type { IntervalsApi } from './api.ts';

const call = { service: 'intervals.icu', action: 'athlete' };

const athleteSchema = v.object({ id: v.pipe(v.string(), v.nonEmpty()) });

/**
 * The id of the athlete whose wellness is written, `i123456`; undefined when intervals.icu does not tell. That alone
 * never means that the key is no good, so only what passes is an error here.
 *
 * @throws RetryError when it may tell later
 */
export async function readAthleteId(api: IntervalsApi): Promise<string | undefined> {
  try {
    const answer = await api.send({ method: 'GET', path: '', action: call.action });
    const athlete = v.safeParse(athleteSchema, jsonOf(answer, call));
    return athlete.success ? athlete.output.id : undefined;
  } catch (error) {
    if (kindOf(error) === 'retry') throw error;
    return undefined;
  }
}
