import { isCancel, password, text } from '@clack/prompts';
import type { Credentials } from '../garmin/sign-in/access.ts';
import { type AskCode, type CodeRequest, isSent } from '../garmin/sign-in/codes.ts';
import { isTerminal } from './ask.ts';
import { Interrupted } from './interruptible.ts';
import { UserError } from './user-error.ts';

const output = process.stderr;

/**
 * Name and password: of the environment, or of the person at the terminal. They are kept nowhere.
 *
 * @throws UserError when there is neither
 */
export async function askCredentials(env: NodeJS.ProcessEnv): Promise<Credentials> {
  const { GARMIN_USERNAME: email, GARMIN_PASSWORD: secret } = env;
  if (!isTerminal() && !(email && secret)) {
    throw new UserError(
      'There is no terminal to ask for the password: give GARMIN_USERNAME and GARMIN_PASSWORD in the environment, or run this where you can type.',
    );
  }
  return {
    email: email || answered(await text({ message: 'E-mail address at Garmin', validate: needed, output })).trim(),
    password:
      secret ||
      answered(await password({ message: 'Password (sent to Garmin, kept nowhere)', validate: needed, output })),
  };
}

const needed = (value: string | undefined): string | undefined => (value?.trim() ? undefined : 'Garmin asks for it.');

/** Asks for the code at the terminal. Without one nobody can be asked. */
export const askCode: AskCode = async (request) => {
  if (!isTerminal()) {
    throw new UserError('Garmin asks for a code, and there is no terminal to type it: run this where you can type.');
  }
  const { canResend } = request;
  const validate = (value = '') => {
    if (canResend && value.trim() === '') return undefined;
    return /^\d{4,8}$/.test(value.replace(/\s/g, '')) ? undefined : 'The code is a number, such as 123456.';
  };
  const code = answered(await text({ message: questionFor(request), validate, output })).trim();
  return code === '' ? 'resend' : { code };
};

const troubles: Record<NonNullable<CodeRequest['trouble']>, string> = {
  wrong: 'That code was not the right one. ',
  expired: 'That code has expired. ',
  notSent: 'Garmin did not send another one; the one before may still come. ',
};

function questionFor({ method, sentTo, canResend, trouble }: CodeRequest): string {
  const to = sentTo ? ` to ${sentTo}` : '';
  const by = /mail/i.test(method) ? 'by e-mail' : 'by text message';
  const which = isSent(method) ? `Code that Garmin has sent ${by}${to}` : 'Code that your authenticator app shows';
  return `${trouble ? troubles[trouble] : ''}${which}${canResend ? ' (empty: send another one)' : ''}`;
}

/** An empty answer arrives as undefined. */
function answered(value: string | symbol | undefined): string {
  if (isCancel(value)) throw new Interrupted('Stopped.');
  return typeof value === 'string' ? value : '';
}
