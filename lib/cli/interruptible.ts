import { setTimeout } from 'node:timers/promises';
import { type Clock, systemClock } from '../clock.ts';
import type { Fetch } from '../http.ts';
import { UserError } from './user-error.ts';

/** The exit code of a program that was ended by Ctrl-C, as shells count. */
export const interruptedCode = 130;

/** The person has had enough: thrown by prompts, where Ctrl-C is a key like any other. */
export class Interrupted extends UserError {}

/** Time and network that end with Ctrl-C. */
export interface Interruptible {
  signal: AbortSignal;
  clock: Clock;
  fetch: Fetch;
}

/** Runs a command that Ctrl-C may end at any point; then `farewell` is said, and nothing else. Returns the exit code. */
export async function interruptible(farewell: string, work: (host: Interruptible) => Promise<number>): Promise<number> {
  const interrupt = new AbortController();
  const { signal } = interrupt;
  const stop = () => interrupt.abort();
  process.once('SIGINT', stop);
  const sleep = (milliseconds: number) => setTimeout(milliseconds, undefined, { signal });
  const fetch: Fetch = (input, init) =>
    globalThis.fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, signal]) : signal });
  try {
    return await work({ signal, clock: { ...systemClock, sleep }, fetch });
  } catch (error) {
    if (!signal.aborted && !(error instanceof Interrupted)) throw error;
    process.stderr.write(`\n${farewell}\n`);
    return interruptedCode;
  } finally {
    process.off('SIGINT', stop);
  }
}
