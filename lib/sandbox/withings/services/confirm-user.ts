import { announceGroup } from '../deliveries.ts';
import { type Envelope, invalidParams, success } from '../envelope.ts';
import type { Sandbox, SandboxPerson } from '../state.ts';

const answers: ReadonlyMap<string | null, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

/**
 * `POST /v2/measure`, `action=confirmuser`: whose weigh-in this was. What becomes of it is not documented and chosen
 * here: a confirmed group becomes a sure one, a denied one disappears, and a sure one stays as it is.
 */
export function confirmuser(sandbox: Sandbox, person: SandboxPerson, params: URLSearchParams): Envelope {
  const missing = ['grpid', 'is_confirmed'].find((name) => !params.get(name));
  if (missing) return invalidParams(`missing ${missing}`);
  const isConfirmed = answers.get(params.get('is_confirmed'));
  if (isConfirmed === undefined) return invalidParams('invalid is_confirmed');
  const group = person.groups.find(({ grpid }) => grpid === Number(params.get('grpid')));
  if (!group) return invalidParams('invalid grpid');
  if (group.attrib !== 1) return success();
  if (isConfirmed) Object.assign(group, { attrib: 0, modified: Math.floor(sandbox.clock.now() / 1000) });
  else person.groups = person.groups.filter((one) => one !== group);
  announceGroup(sandbox, person, group);
  return success();
}
