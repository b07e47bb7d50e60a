import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { destinationNames } from '../../destination.ts';
import { writeFileAtomically } from '../../local/atomic-file.ts';
import { UserError } from '../user-error.ts';

/** Raised whenever an older version could not read what this one writes. */
const format = 1;
const fileName = 'weighbridge.json';

const sealed = v.object({ sealed: v.string(), domain: v.exactOptional(v.string()) });

const stateSchema = v.looseObject({
  format: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Whose folder it is: the Withings userid. */
  account: v.exactOptional(v.string()),
  /** When the daily look after everything was last taken, epoch milliseconds. */
  maintainedAt: v.exactOptional(v.number()),
  /** From when on a destination is to have what is measured, epoch seconds; from the day it is connected when absent. */
  begin: v.exactOptional(v.object(v.entriesFromList(destinationNames, v.exactOptional(v.number())))),
  /** What was brought along and has not been taken up yet. */
  waiting: v.exactOptional(v.object({ withings: v.exactOptional(sealed), garmin: v.exactOptional(sealed) })),
  /** Digest of the file that the Garmin session was last taken from: one that is dead is not taken twice. */
  garminFrom: v.exactOptional(v.string()),
  /** What came of a name and a password that Garmin did not take, and when to try again, epoch milliseconds. */
  garminSignIn: v.exactOptional(v.object({ reason: v.string(), notBefore: v.number() })),
});

/** What a config folder says of itself, beside the database. */
export type LocalState = v.InferOutput<typeof stateSchema>;

/**
 * What a folder says of itself; undefined when nothing was kept in it yet.
 *
 * @throws UserError when it is damaged, or of a newer version
 */
export function readLocalState(folder: string): LocalState | undefined {
  const path = join(folder, fileName);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT') return undefined;
    throw new UserError(`${path} cannot be read (${code}). Give a folder of your own with --config-folder.`, { cause });
  }
  const state = v.safeParse(v.pipe(v.string(), v.parseJson(), stateSchema), text);
  if (!state.success) {
    throw new UserError(
      `${path} is damaged, or another program’s. Move it away to start afresh, or give another folder with --config-folder.`,
    );
  }
  if (state.output.format > format) {
    throw new UserError(`${folder} was written by a newer Weighbridge. Update this one: git pull && npm ci`);
  }
  return state.output;
}

export function writeLocalState(folder: string, state: Omit<LocalState, 'format'>): LocalState {
  const whole = { ...state, format };
  writeFileAtomically(join(folder, fileName), `${JSON.stringify(whole, null, 2)}\n`);
  return whole;
}
