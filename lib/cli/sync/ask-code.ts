import type { AskCode } from '../../garmin/sign-in/codes.ts';
import { isTerminal } from '../ask.ts';
import { askCode as askAtTerminal } from '../garmin-prompts.ts';
import { Interrupted } from '../interruptible.ts';
import { UserError } from '../user-error.ts';

/** Asks the person at the terminal for a code of Garmin’s, as `garmin login` does. */
export const askCode: AskCode = async (request) => {
  if (!isTerminal()) {
    throw new UserError(
      'Garmin asks for a code, and there is no terminal to ask you for it: run weighbridge sync in a terminal once.',
    );
  }
  try {
    return await askAtTerminal(request);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    throw new Interrupted('Stopped; Garmin is not connected, and nothing was sent.');
  }
};
