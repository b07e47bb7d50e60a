import * as v from 'valibot';
import { RetryError } from '../errors.ts';
import { parseAs } from '../http.ts';
import { type Page, Pages } from './pages.ts';
import type { Caller, WithingsCall } from './transport.ts';

/** A list that a service answers page by page, and how to read it. */
export interface ListCall<Row> {
  path: string;
  action: string;
  /** The key of the body that holds the rows. */
  list: 'activities' | 'series';
  row: v.GenericSchema<unknown, Row>;
  /** Brings the body of an older answer into today's shape. */
  modernize?: (body: unknown) => unknown;
}

type Params = NonNullable<WithingsCall['params']>;

/**
 * A list, of which nothing is asked before somebody reads it.
 *
 * @param params gives the parameters, or throws the RejectedError that says what to change in the options.
 * @throws RetryError when an answer lacks its list: no answer must not look like no rows.
 * @throws BugError naming the field when a row is not as the documentation has it.
 */
export function pagesOf<Row>(caller: Caller, list: ListCall<Row>, params: () => Params): Pages<Row> {
  const { path, action, modernize = (body) => body } = list;
  const read = async (offset: number): Promise<Page<Row>> => {
    const body = await caller.call({ path, action, params: { ...params(), ...(offset > 0 && { offset }) } });
    return pageOf(modernize(body), list);
  };
  return new Pages(read, { service: 'Withings', action });
}

const pagingSchema = v.object({
  more: v.nullish(v.union([v.number(), v.boolean()])),
  offset: v.nullish(v.number(), 0),
});

function pageOf<Row>(body: unknown, { action, list, row }: ListCall<Row>): Page<Row> {
  const call = { service: 'Withings', action };
  const rows = partOf(body, list, action);
  const { more, offset } = parseAs(pagingSchema, body, call);
  return {
    items: parseAs(v.object({ [list]: v.array(row) }), { [list]: rows }, call)[list] ?? [],
    more: Boolean(more),
    offset,
  };
}

/** @throws RetryError when the body lacks the part that makes it an answer. */
export function partOf(body: unknown, part: string, action: string): unknown {
  const result = v.safeParse(v.looseObject({ [part]: v.nonNullable(v.unknown()) }), body);
  if (result.success) return result.output[part];
  throw new RetryError(`Withings answered ${action} without its ${part}.`, { service: 'Withings', action });
}
