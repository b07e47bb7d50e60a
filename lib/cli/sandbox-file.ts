import { readFile } from 'node:fs/promises';
import { writeFileAtomically } from '../local/atomic-file.ts';
import { emptyState as emptyIntervals } from '../sandbox/intervals/state.ts';
import type { Sandbox, SandboxState } from '../sandbox/sandbox.ts';
import { UserError } from './user-error.ts';

/**
 * What the simulators remembered when they were last stopped; undefined the first time.
 *
 * @throws UserError when the file is damaged
 */
export async function readSandbox(path: string): Promise<SandboxState | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const state: unknown = JSON.parse(text);
    if (isSandboxState(state)) return { ...state, intervals: state.intervals ?? emptyIntervals() };
  } catch {
    // Said below, as for any other content that is not ours.
  }
  throw new UserError(`${path} is damaged. Delete its folder to start with a new demo person.`);
}

export const writeSandbox = (path: string, state: SandboxState): void =>
  writeFileAtomically(path, JSON.stringify(state));

/** How much the simulators forget if the machine loses its power. */
const keepEveryMs = 15_000;

/** Keeps what the simulators remember, and returns how to end that. */
export function keepSandbox(path: string, sandbox: Sandbox): () => void {
  const write = () => writeSandbox(path, sandbox.state);
  const writing = setInterval(write, keepEveryMs);
  return () => {
    clearInterval(writing);
    write();
  };
}

/** A file of an earlier version has nothing of intervals.icu yet. */
type KeptState = Omit<SandboxState, 'intervals'> & Partial<Pick<SandboxState, 'intervals'>>;

/** Written by this program only, and for play: that the parts are there tells a damaged file from a whole one. */
function isSandboxState(state: unknown): state is KeptState {
  return (
    typeof state === 'object' && state !== null && ['withings', 'garmin', 'trainerroad'].every((part) => part in state)
  );
}
