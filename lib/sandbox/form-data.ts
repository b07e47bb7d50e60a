import type { Context } from 'hono';
import * as v from 'valibot';

/** A checkbox: browsers leave it out when it is empty. */
export const checked = v.pipe(
  v.optional(v.string(), ''),
  v.transform((value) => value !== ''),
);

/** A whole number as somebody typed it. */
export const whole = (least: number, most = Number.MAX_SAFE_INTEGER) =>
  v.pipe(v.string(), v.regex(/^\d+$/), v.transform(Number), v.minValue(least), v.maxValue(most));

/** One of these numbers, chosen from a list. */
export const oneOf = <const Code extends number>(...codes: readonly Code[]) =>
  v.pipe(
    v.string(),
    v.transform((text) => codes.find((code) => String(code) === text)),
    v.custom<Code>((code) => code !== undefined),
  );

/**
 * Reads a form, fields that were left empty aside, and does what it says; then the front page is shown again.
 *
 * @returns 400 with the name of the field that is wrong
 */
export async function takeForm<const Schema extends v.GenericSchema>(
  c: Context,
  schema: Schema,
  act: (values: v.InferOutput<Schema>) => void | Promise<void>,
): Promise<Response> {
  const given = [...new URLSearchParams(await c.req.text())].filter(([, value]) => value !== '');
  const form = v.safeParse(schema, Object.fromEntries(given));
  if (!form.success) {
    const field = form.issues[0].path?.[0]?.key;
    return c.text(`${String(field ?? 'This form')} is missing or not usable.\n`, 400);
  }
  await act(form.output);
  return c.redirect('/?done', 303);
}
