import fc from 'fast-check';

type Json = unknown;
type Path = readonly (string | number)[];

/** Something else in the place of a part. */
type Change = (part: Json) => Json;
const dropped = Symbol('dropped');

const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.constant<Change>(() => dropped),
  fc.constantFrom<Change>(
    () => null,
    () => [],
    () => ({}),
    // What cannot be turned into a number or a text.
    () => ({ toString: null }),
    (part) => [part],
    (part) => ({ part }),
    (part) => JSON.stringify(part),
    (part) => JSON.stringify(part).length,
    (part) => (typeof part === 'number' ? -part * 1e12 : Boolean(part)),
    (part) => (Array.isArray(part) ? [...part, ...part] : part),
  ),
  fc.jsonValue().map(
    (other): Change =>
      () =>
        other,
  ),
);

/** The places of all parts, the whole included. */
function pathsIn(value: Json, here: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [here];
  return [here, ...Object.entries(value).flatMap(([key, part]) => pathsIn(part, [...here, key]))];
}

function changed(value: Json, [key, ...rest]: Path, change: Change): Json {
  if (value === dropped) return dropped;
  if (key === undefined) return change(value);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, part]) => [
    name,
    name === String(key) ? changed(part, rest, change) : part,
  ]);
  const kept = entries.filter(([, part]) => part !== dropped);
  return Array.isArray(value) ? kept.map(([, part]) => part) : Object.fromEntries(kept);
}

/** An answer of which one to three parts are missing or other than they should be. */
function mutated(answer: Json): fc.Arbitrary<string> {
  const one = fc.record({ path: fc.constantFrom(...pathsIn(answer)), change: changes });
  return fc
    .array(one, { minLength: 1, maxLength: 3 })
    .map((all) => JSON.stringify(all.reduce((whole, { path, change }) => changed(whole, path, change), answer)) ?? '');
}

const refusals = [293, 343, 401, 503, 522, 601].map((status) => ({
  status,
  body: { wait_seconds: 20 },
  error: 'Invalid Params: invalid code',
}));

/** What may come in the place of an answer: changed, cut off, of another status, a page for people, or anything. */
export function brokenAnswers(answer: { status: number; body: Json }): fc.Arbitrary<{ text: string; http: number }> {
  const text = JSON.stringify(answer);
  const texts = fc.oneof(
    { weight: 6, arbitrary: mutated(answer) },
    { weight: 1, arbitrary: fc.nat(text.length).map((length) => text.slice(0, length)) },
    { weight: 1, arbitrary: fc.constantFrom(...refusals).chain(mutated) },
    { weight: 1, arbitrary: fc.integer().map((status) => JSON.stringify({ ...answer, status, error: text })) },
    { weight: 1, arbitrary: fc.constantFrom('<!doctype html><title>Maintenance</title>', '', 'null', '[]', '{}', '0') },
    { weight: 1, arbitrary: fc.json() },
  );
  const http = fc.oneof(
    { weight: 9, arbitrary: fc.constant(200) },
    { weight: 1, arbitrary: fc.constantFrom(201, 302, 400, 401, 403, 404, 429, 500, 502, 503, 504) },
  );
  return fc.record({ text: texts, http });
}
