import { cutConnection, webPage } from '../faults.ts';
import type { Endpoint } from './state.ts';

/**
 * A call that goes wrong. `taken` says whether TrainerRoad did what was asked all the same; `answer` what is seen of
 * it: an HTTP error, the way to the sign-in page, a web page where JSON was asked for, or nothing at all because the
 * connection was cut.
 */
export interface Fault {
  on: Endpoint;
  taken: boolean;
  answer: 403 | 429 | 500 | 502 | 503 | 504 | 'sign-in' | 'maintenance' | 'page' | 'lost';
  /** With 429: the header `Retry-After`, in seconds or as a date. */
  retryAfter?: string;
  /** After so many calls all is well again; unset: never. */
  times?: number;
}

/** @throws TypeError, as fetch does, when the answer is lost. */
export function faultyAnswer({ answer, retryAfter }: Fault): Response {
  if (answer === 'lost') throw cutConnection();
  if (answer === 'sign-in') return redirect('/app/login?ReturnUrl=%2Fapp');
  if (answer === 'maintenance') return redirect('/maintenance');
  if (answer === 'page') return webPage(200);
  return webPage(answer, retryAfter);
}

/** The gateway's answer to a client that it does not want, whatever it asks. */
export const gatewayRefusal = (): Response => webPage(429);

const redirect = (location: string): Response => new Response(null, { status: 302, headers: { location } });
