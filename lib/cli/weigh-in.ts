import * as v from 'valibot';
import { runningControl } from './running-file.ts';
import { UserError } from './user-error.ts';

const answered = v.pipe(v.string(), v.parseJson(), v.object({ weightKg: v.number(), said: v.string() }));

/** `weighbridge weigh-in`: the demo person of a running sandbox steps on the scale. */
export async function weighIn({ weight, json }: { weight?: string; json?: boolean }): Promise<void> {
  const control = await runningControl();
  if (!control) throw notRunning();
  const body = new URLSearchParams(weight === undefined ? {} : { weightKg: weight });
  const answer = await fetch(`${control}/weigh-ins`, { method: 'POST', body }).catch((cause) => {
    throw notRunning(cause);
  });
  const text = await answer.text();
  if (!answer.ok) throw new UserError(text.trim());
  const made = v.parse(answered, text);
  process.stdout.write(`${json ? JSON.stringify(made) : made.said}\n`);
}

const notRunning = (cause?: unknown): UserError =>
  new UserError('No sandbox is running here. Start one in another terminal: npm start', { cause });
