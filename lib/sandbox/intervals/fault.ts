import type { Endpoint } from './state.ts';

/**
 * A call that goes wrong. `taken` says whether intervals.icu did what was asked all the same; `answer` what is seen of
 * it: an HTTP error, a web page where JSON was asked for, or nothing at all because the connection was cut.
 */
export interface Fault {
  on: Endpoint;
  taken: boolean;
  answer: 400 | 429 | 500 | 502 | 503 | 504 | 'page' | 'lost';
  /** With 429: the header `Retry-After`, in seconds or as a date. */
  retryAfter?: string;
  /** After so many calls all is well again; unset: never. */
  times?: number;
}

/** The fault that befalls this call, used up by it. */
export function takeFault(faults: Fault[], endpoint: Endpoint): Fault | undefined {
  const index = faults.findIndex((fault) => fault.on === endpoint);
  const fault = faults[index];
  if (fault?.times === undefined) return fault;
  fault.times -= 1;
  if (fault.times <= 0) faults.splice(index, 1);
  return fault;
}

/** @throws TypeError, as fetch does, when the answer is lost. */
export function faultyAnswer({ answer, retryAfter }: Fault): Response {
  if (answer === 'lost') throw new TypeError('fetch failed', { cause: new Error('The simulator cut the connection.') });
  if (answer === 'page') return page(200);
  return page(answer, retryAfter);
}

function page(status: number, retryAfter?: string): Response {
  const headers = { 'content-type': 'text/html', ...(retryAfter !== undefined && { 'retry-after': retryAfter }) };
  return new Response(`<html><head><title>${status}</title></head><body></body></html>`, { status, headers });
}
