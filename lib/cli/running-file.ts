import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { writeFileAtomically } from '../local/atomic-file.ts';

/** Where a running sandbox says how to reach it. */
const path = join('.weighbridge', 'running.json');

const schema = v.pipe(v.string(), v.parseJson(), v.object({ control: v.string() }));

/** Says that a sandbox runs; the function returned takes it back. */
export function announceRunning(control: string): () => Promise<void> {
  writeFileAtomically(path, `${JSON.stringify({ control })}\n`);
  return () => rm(path, { force: true });
}

/** Base URL of the running sandbox's control page; undefined when none is said to run. */
export async function runningControl(): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  const parsed = v.safeParse(schema, text);
  return parsed.success ? parsed.output.control : undefined;
}
