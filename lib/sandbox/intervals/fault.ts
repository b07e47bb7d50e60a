import { cutConnection, webPage } from '../faults.ts';
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

/** @throws TypeError, as fetch does, when the answer is lost. */
export function faultyAnswer({ answer, retryAfter }: Fault): Response {
  if (answer === 'lost') throw cutConnection();
  if (answer === 'page') return webPage(200);
  return webPage(answer, retryAfter);
}
