import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as v from 'valibot';
import { writeFileAtomically } from './atomic-file.ts';
import { LocalCloudError } from './local-cloud-error.ts';

/** Raised whenever an older version could not read what this one writes. */
const format = 1;

const stateSchema = v.object({ format: v.pipe(v.number(), v.integer(), v.minValue(1)) });

/**
 * Folders this process holds, because a lock with its own process id may also be left over from a crash in a container.
 */
const held = new Set<string>();

/**
 * Takes a folder for one local cloud: creates it, checks that this version can read it, and locks it.
 *
 * @returns the function that gives it back.
 * @throws LocalCloudError when another local cloud uses it, or when it was written by a newer version or is damaged.
 */
export function openStateFolder(folder: string): () => void {
  const directory = resolve(folder);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const release = lock(directory);
  try {
    checkFormat(directory);
  } catch (error) {
    release();
    throw error;
  }
  return release;
}

function checkFormat(directory: string): void {
  const path = join(directory, 'state.json');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    writeFileAtomically(path, `${JSON.stringify({ format })}\n`);
    return;
  }
  const state = v.safeParse(v.pipe(v.string(), v.parseJson(), stateSchema), text);
  if (!state.success) throw new LocalCloudError(`${path} is damaged; move ${directory} away to start afresh.`);
  if (state.output.format > format) {
    throw new LocalCloudError(
      `${directory} was written by a newer version (format ${state.output.format}, this one knows ${format}); update, or choose another folder.`,
    );
  }
}

function lock(directory: string): () => void {
  const path = join(directory, 'lock');
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx', mode: 0o600 });
      held.add(directory);
      return () => {
        held.delete(directory);
        rmSync(path, { force: true });
      };
    } catch (cause) {
      const holder = holderOf(path);
      if (holder === undefined) rmSync(path, { force: true });
      else if (holder !== process.pid || held.has(directory)) {
        throw new LocalCloudError(
          `A local cloud already runs on ${directory} (process ${holder}); stop it first, or delete ${path} if that process is something else.`,
          { cause },
        );
      } else rmSync(path, { force: true });
    }
  }
  throw new LocalCloudError(`${path} cannot be written.`);
}

/** The live process that holds the lock; undefined when it is gone. */
function holderOf(path: string): number | undefined {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    if (!Number.isInteger(pid) || pid <= 0) return undefined;
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
      ? Number(readFileSync(path, 'utf8'))
      : undefined;
  }
}
