import * as v from 'valibot';
import { BugError, ReauthorizeError } from '../errors.ts';
import { type Answer, type Call, jsonOf, parseAs } from '../http.ts';
import { type ScalarMember, scalarMembers } from './json-text.ts';
import type { TrainerRoadSite } from './site.ts';
import { believableWeightKg, isBelievable } from './weight.ts';

/** The rider's profile: everything as TrainerRoad wrote it, and the one number in it that concerns us. */
export interface RiderInformation {
  text: string;
  weightKg: number;
}

const path = '/app/api/profile/rider-information';
const page = '/app/profile/rider-information';
const call: Call = { service: 'TrainerRoad', action: 'rider-information' };

export async function readRider(site: TrainerRoadSite): Promise<RiderInformation> {
  return parseRider(await site.send({ method: 'GET', path, page, action: call.action }));
}

/** Writes the profile back whole, since what a body leaves out is reset (the FTP among it). */
export async function writeWeight(site: TrainerRoadSite, rider: RiderInformation, weightKg: number): Promise<void> {
  await site.send({
    method: 'PUT',
    path,
    page,
    action: call.action,
    headers: { 'content-type': 'application/json' },
    body: withWeight(rider, weightKg),
  });
}

/**
 * @throws BugError when there is no such field: then this is not the profile we know.
 * @throws ReauthorizeError when it holds no believable weight: a person has to look.
 */
export function parseRider(answer: Answer): RiderInformation {
  parseAs(v.record(v.string(), v.unknown()), jsonOf(answer, call), call);
  const { text } = answer;
  const { start, end } = weightMember(text);
  const weightKg = Number(text.slice(start, end));
  if (isBelievable(weightKg)) return { text, weightKg };
  const { least, most } = believableWeightKg;
  throw new ReauthorizeError(
    `TrainerRoad’s profile holds no weight of ${least} to ${most} kg, so it is left alone. Enter one there, then connect TrainerRoad again.`,
    call,
  );
}

/** The same text with another weight and nothing else changed. */
export function withWeight({ text }: RiderInformation, weightKg: number): string {
  const { start, end } = weightMember(text);
  return text.slice(0, start) + weightKg + text.slice(end);
}

/** Keys come in camelCase or PascalCase. */
function weightMember(text: string): ScalarMember {
  const members = scalarMembers(text).filter(({ key }) => key.toLowerCase() === 'weightkg');
  if (members.length === 1) return members[0]!;
  throw new BugError(`TrainerRoad’s profile has ${members.length} fields weightKg, so it is left alone.`, call);
}
