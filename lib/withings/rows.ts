import * as v from 'valibot';

/** Fields to be read from a row, by name. Their docstrings reach whoever asks for them. */
export type FieldsOf<Schemas extends v.ObjectEntries> = { [Name in keyof Schemas]: v.InferOutput<Schemas[Name]> };

/** A field that not every row has. */
export const number = v.exactOptional(v.number());
export const text = v.exactOptional(v.string());

/** What newer answers always say; null where an older one does not. */
export const numberOrNull = v.nullish(v.number(), null);
export const textOrNull = v.nullish(v.string(), null);
export const booleanOrNull = v.nullish(v.boolean(), null);

/** Answers from before 2016 do not say when a row was changed: 0 then, so that the largest is a cursor all the same. */
export const modified = v.nullish(v.number(), 0);

/**
 * An object in which any of the `fields` may be missing, and a null means the same: Withings sends one for what the
 * sensor does not know. What else there is in it is kept as it came.
 */
export const objectWith = <const Own extends v.ObjectEntries, const Fields extends v.ObjectEntries>(
  own: Own,
  fields: Fields,
) =>
  v.pipe(
    v.looseObject({}),
    v.transform((object) => withoutNulls(object, fields)),
    v.looseObject({ ...own, ...fields }),
  );

const withoutNulls = (object: Record<string, unknown>, fields: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(object).filter(([name, value]) => value != null || !Object.hasOwn(fields, name)));

/** The `data` of a row: an object in which any field may be missing, and which may be null itself. */
export const dataWith = <const Fields extends v.ObjectEntries>(fields: Fields) => v.nullish(objectWith({}, fields), {});

/** An object of which these keys are known. What else there is in it is kept as it came. */
export const object = <const Entries extends v.ObjectEntries>(
  entries: Entries,
): v.GenericSchema<unknown, v.InferOutput<v.ObjectSchema<Entries, undefined>>> => v.looseObject(entries);

/** An object keyed by whole numbers. An empty one may come as an empty list, as PHP writes it. */
export const byNumber = <const Value extends v.GenericSchema>(value: Value) =>
  v.pipe(
    v.unknown(),
    v.check((input) => !Array.isArray(input) || input.length === 0),
    v.record(v.pipe(v.string(), v.digits()), value),
  );
