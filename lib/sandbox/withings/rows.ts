import { type Envelope, invalidParams } from './envelope.ts';
import type { Values } from './records.ts';
import type { Settings } from './state.ts';

interface DatedRow {
  date: string;
  modified: number;
}

/**
 * What is wrong with the days that are asked for: they come as `startdateymd` with `enddateymd`, or as `lastupdate`.
 */
export function problemOfDays(params: URLSearchParams): Envelope | undefined {
  const [from, to, lastupdate] = ['startdateymd', 'enddateymd', 'lastupdate'].map((name) => params.get(name));
  const wrong = ['startdateymd', 'enddateymd'].find((name) => !isDay(params.get(name)));
  if (wrong) return invalidParams(`invalid ${wrong}`);
  if (lastupdate && (from || to)) return invalidParams('lastupdate together with startdateymd or enddateymd');
  if (!lastupdate && !from) return invalidParams('missing startdateymd');
  if (!lastupdate && !to) return invalidParams('missing enddateymd');
  return problemOfNumbers(params, ['lastupdate', 'offset']);
}

export function problemOfNumbers(params: URLSearchParams, names: readonly string[]): Envelope | undefined {
  const wrong = names.find((name) => !/^\d*$/.test(params.get(name) ?? ''));
  return wrong ? invalidParams(`invalid ${wrong}`) : undefined;
}

const isDay = (text: string | null): boolean =>
  !text || (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)));

/** The rows of these days, both included, or those modified after `lastupdate`, whatever their day. */
export function rowsOfDays<Row extends DatedRow>(rows: readonly Row[], params: URLSearchParams): Row[] {
  const lastupdate = params.get('lastupdate');
  if (lastupdate) return rows.filter(({ modified }) => modified > Number(lastupdate));
  const [from, to] = [params.get('startdateymd') ?? '', params.get('enddateymd') ?? ''];
  return rows.filter(({ date }) => from <= date && date <= to);
}

/** The seconds from `startdate` to `enddate`, each open when it is not given. */
export function secondsAskedFor(params: URLSearchParams): { from: number; to: number } {
  const [startdate, enddate] = [params.get('startdate'), params.get('enddate')];
  return {
    from: startdate ? Number(startdate) : Number.NEGATIVE_INFINITY,
    to: enddate ? Number(enddate) : Number.POSITIVE_INFINITY,
  };
}

/** One page of a list; `offset` is 0 on the last one. */
export function pageOf<Row>({ rowsPerPage }: Settings, rows: readonly Row[], params: URLSearchParams) {
  const offset = Number(params.get('offset') ?? 0);
  const end = offset + rowsPerPage;
  const more = end < rows.length;
  return { rows: rows.slice(offset, end), paging: { more, offset: more ? end : 0 } };
}

/**
 * What was asked for in `data_fields`. A field that nothing is known about is left out, and so is one that
 * does not exist.
 */
export function chosen(values: Values, params: URLSearchParams, unlessAsked: readonly string[]): Values {
  const asked = params.get('data_fields')?.split(',') ?? unlessAsked;
  return Object.fromEntries(Object.entries(values).filter(([field]) => asked.includes(field)));
}
