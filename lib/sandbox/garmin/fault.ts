import { cutConnection } from '../faults.ts';
import type { GarminService } from './state.ts';

/**
 * A call that goes wrong. `taken` says whether Garmin did what was asked all the same; `answer` what is seen of it: an
 * HTTP error, an empty 200, or nothing at all because the connection was cut (a timeout, to the caller).
 */
export interface Fault {
  on: GarminService;
  /** Only calls of this method; unset: all. */
  method?: 'GET' | 'POST' | 'DELETE';
  taken: boolean;
  answer: 429 | 500 | 502 | 503 | 504 | 'empty' | 'lost';
  /** After so many calls all is well again; unset: never. */
  times?: number;
}

/** @throws TypeError, as fetch does, when the answer is lost. */
export function faultyAnswer({ answer }: Fault): Response {
  if (answer === 'lost') throw cutConnection();
  if (answer === 'empty') return new Response(null, { status: 200 });
  const page = `<html><head><title>${answer}</title></head><body>error code: ${answer === 429 ? 1015 : answer}</body></html>`;
  return new Response(page, { status: answer, headers: { 'Content-Type': 'text/html; charset=UTF-8' } });
}
