import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { runningFile } from './start.ts';
import { UserError } from './user-error.ts';

const running = v.pipe(v.string(), v.parseJson(), v.object({ control: v.string() }));

/** `weighbridge weigh-in`: the demo person of a running sandbox steps on the scale. */
export async function weighIn({ weight }: { weight?: string }): Promise<void> {
  const { control } = await readFile(runningFile, 'utf8')
    .then((text) => v.parse(running, text))
    .catch((cause) => {
      throw notRunning(cause);
    });
  const body = new URLSearchParams(weight === undefined ? {} : { weightKg: weight });
  const answer = await fetch(`${control}/weigh-ins`, { method: 'POST', body }).catch((cause) => {
    throw notRunning(cause);
  });
  const text = await answer.text();
  if (!answer.ok) throw new UserError(text.trim());
  const { weightKg } = v.parse(v.pipe(v.string(), v.parseJson(), v.object({ weightKg: v.number() })), text);
  process.stdout.write(`Robin stepped on the scale: ${weightKg} kg. It arrives in a few seconds.\n`);
}

const notRunning = (cause: unknown): UserError =>
  new UserError('No sandbox is running here. Start one in another terminal: npm start', { cause });
