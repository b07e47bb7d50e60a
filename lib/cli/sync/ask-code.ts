import { isCancel, text } from '@clack/prompts';
import { Interrupted } from '../interruptible.ts';
import { UserError } from '../user-error.ts';

/** Asks the person at the terminal for the code that Garmin has sent them. */
export async function askCode(): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new UserError(
      'Garmin asks for a code, and there is no terminal to ask you for it: run weighbridge sync in a terminal once.',
    );
  }
  const code = await text({ message: 'Garmin has sent you a code' });
  if (isCancel(code)) throw new Interrupted('Stopped; Garmin is not connected, and nothing was sent.');
  return code.trim();
}
