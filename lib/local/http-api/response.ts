import * as v from 'valibot';

/** An answer as it goes out to the network. */
export interface HttpResponse {
  status: number;
  headers: [string, string][];
  body: Buffer;
}

const scalar = v.pipe(
  v.union([v.string(), v.number(), v.boolean()]),
  v.transform((value) => String(value)),
);

const structuredSchema = v.object({
  statusCode: v.pipe(
    v.union([v.number(), v.string()]),
    v.transform(Number),
    v.integer(),
    v.minValue(200),
    v.maxValue(599),
  ),
  headers: v.optional(v.record(v.string(), scalar), {}),
  cookies: v.optional(v.array(v.string()), []),
  body: v.optional(v.nullable(v.string())),
  isBase64Encoded: v.optional(v.boolean(), false),
});

export const messageResponse = (status: number, message: string): HttpResponse => ({
  status,
  headers: [['content-type', 'application/json']],
  body: Buffer.from(JSON.stringify({ message })),
});

/** How API Gateway shows its callers a function that failed or returned something it cannot use. */
export const internalServerError = messageResponse(500, 'Internal Server Error');

/** What API Gateway makes of a function's result: with a `statusCode` an answer, without one the body of a 200. */
export function responseOf(result: unknown): HttpResponse {
  if (typeof result !== 'object' || result === null || !('statusCode' in result)) {
    const body = typeof result === 'string' ? result : JSON.stringify(result ?? null);
    return { status: 200, headers: [['content-type', 'application/json']], body: Buffer.from(body) };
  }
  const parsed = v.safeParse(structuredSchema, result);
  if (!parsed.success) return internalServerError;
  const { statusCode, headers, cookies, body, isBase64Encoded } = parsed.output;
  const lowerCase = Object.entries(headers).map(([name, value]): [string, string] => [name.toLowerCase(), value]);
  const typed = lowerCase.some(([name]) => name === 'content-type');
  return {
    status: statusCode,
    headers: [
      ...(typed || !body ? [] : [['content-type', 'text/plain; charset=utf-8'] satisfies [string, string]]),
      ...lowerCase,
      ...cookies.map((cookie): [string, string] => ['set-cookie', cookie]),
    ],
    body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
  };
}
