import * as v from 'valibot';
import type { Fetch } from '../../../lib/http.ts';

const envelopeSchema = v.object({ status: v.number(), body: v.any(), error: v.exactOptional(v.string()) });

/** The answer to a form, as a client without any manners would get it. */
export async function post(fetch: Fetch, path: string, form: Record<string, string>, accessToken?: string) {
  const answer = await fetch(`https://wbsapi.withings.net${path}`, {
    method: 'POST',
    body: new URLSearchParams(form),
    ...(accessToken && { headers: { authorization: `Bearer ${accessToken}` } }),
  });
  return { http: answer.status, ...v.parse(envelopeSchema, await answer.json()) };
}
