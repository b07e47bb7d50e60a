import { readFileSync, rmSync } from 'node:fs';
import * as v from 'valibot';
import { leaveAloneSeconds, tooManySentence } from '../garmin/sign-in/refused.ts';
import { writeFileAtomically } from '../local/atomic-file.ts';
import { UserError } from './user-error.ts';

const file = '.weighbridge/garmin-sign-in.json';
const pauseSchema = v.object({ until: v.number(), seconds: v.number() });
const daySeconds = 24 * 3600;

/**
 * Garmin counts sign-ins over hours, and every try while it refuses makes it refuse for longer. So a refusal is
 * remembered from run to run, in the folder in which the command is called.
 *
 * @throws UserError while Garmin is to be left alone
 */
export function refuseWhilePaused(nowMs: number): void {
  const pause = readPause();
  if (pause && pause.until > nowMs) throw new UserError(tooManySentence((pause.until - nowMs) / 1000));
}

/** Begins a pause, twice as long as one that ended less than a day ago; and says so. */
export function pauseSignIns(nowMs: number, asked = leaveAloneSeconds): UserError {
  const last = readPause();
  const isOld = !last || last.until + daySeconds * 1000 < nowMs;
  const seconds = Math.max(asked, isOld ? 0 : Math.min(last.seconds * 2, daySeconds));
  writeFileAtomically(file, JSON.stringify({ until: nowMs + seconds * 1000, seconds }));
  return new UserError(tooManySentence(seconds));
}

export const endPause = (): void => rmSync(file, { force: true });

function readPause(): v.InferOutput<typeof pauseSchema> | undefined {
  try {
    return v.parse(pauseSchema, JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}
