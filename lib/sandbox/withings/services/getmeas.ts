import { type Envelope, invalidParams, success } from '../envelope.ts';
import type { Sandbox, SandboxGroup, SandboxPerson } from '../state.ts';

const integerParams = ['meastype', 'category', 'startdate', 'enddate', 'lastupdate', 'offset'];

/**
 * `POST /measure`, `action=getmeas`. Not documented and chosen here: `lastupdate` is exclusive, `startdate` and
 * `enddate` are inclusive, the newest come first, `more` and `offset` are absent on the last page.
 */
export function getmeas({ state, clock }: Sandbox, person: SandboxPerson, params: URLSearchParams): Envelope {
  const wrong = integerParams.find((name) => !/^\d*$/.test(params.get(name) ?? ''));
  if (wrong) return invalidParams(`invalid ${wrong}`);
  if (params.get('lastupdate') && (params.get('startdate') || params.get('enddate'))) {
    return invalidParams('lastupdate together with startdate or enddate');
  }
  const found = select(person.groups, params).toSorted((a, b) => b.date - a.date || b.grpid - a.grpid);
  const offset = Number(params.get('offset') ?? 0);
  const end = offset + state.settings.pageSize;
  return success({
    updatetime: Math.floor(clock.now() / 1000),
    timezone: person.timezone,
    measuregrps: found.slice(offset, end),
    ...(end < found.length && { more: 1, offset: end }),
  });
}

function select(groups: readonly SandboxGroup[], params: URLSearchParams): SandboxGroup[] {
  const number = (name: string): number | undefined => (params.get(name) ? Number(params.get(name)) : undefined);
  const category = number('category');
  const modifiedAfter = number('lastupdate') ?? Number.NEGATIVE_INFINITY;
  const from = number('startdate') ?? Number.NEGATIVE_INFINITY;
  const to = number('enddate') ?? Number.POSITIVE_INFINITY;
  return groups
    .filter((group) => category === undefined || group.category === category)
    .filter(({ modified, date }) => modified > modifiedAfter && from <= date && date <= to)
    .flatMap((group) => narrow(group, params));
}

/** The group with only the measures that were asked for; nothing when it has none of them. */
function narrow(group: SandboxGroup, params: URLSearchParams): SandboxGroup[] {
  const asked = params.get('meastypes') ?? params.get('meastype');
  if (!asked) return [group];
  const types = new Set(asked.split(',').map(Number));
  const measures = group.measures.filter(({ type }) => types.has(type));
  return measures.length > 0 ? [{ ...group, measures }] : [];
}
