import * as v from 'valibot';
import { type Call, jsonOf, parseAs } from '../http.ts';
import type { TrainerRoadSite } from './site.ts';

const call: Call = { service: 'TrainerRoad', action: 'member-info' };

const memberSchema = v.pipe(
  v.record(v.string(), v.unknown()),
  v.transform((member) => Object.fromEntries(Object.entries(member).map(([key, value]) => [key.toLowerCase(), value]))),
  v.object({ memberid: v.number(), username: v.nullish(v.string()) }),
);

/** Whose session it is: the cheapest call that needs one. */
export async function readMember(site: TrainerRoadSite): Promise<{ memberId: number; username?: string }> {
  const answer = await site.send({ method: 'GET', path: '/app/api/member-info', action: call.action });
  const { memberid: memberId, username } = parseAs(memberSchema, jsonOf(answer, call), call);
  return { memberId, ...(username && { username }) };
}
