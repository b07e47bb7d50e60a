import { confirm, multiselect, password, text } from '@clack/prompts';
import { Interrupted } from './interruptible.ts';
import { UserError } from './user-error.ts';

/** Everything that is asked goes to standard error: standard output is for what is printed. */
const output = process.stderr;

/** Whether somebody sits here who can be asked, and not a pipe, cron or a build. */
export const isTerminal = (): boolean => process.stdin.isTTY === true && process.stderr.isTTY === true;

/** @throws UserError naming the variables that answer without a terminal */
export function mustBeTerminal(...variables: string[]): void {
  if (isTerminal()) return;
  throw new UserError(`There is no terminal to ask at. Give ${variables.join(' and ')} in the environment.`);
}

/** Something to be typed. Spaces around it are nobody's intention. */
export async function ask(message: string, why: string): Promise<string> {
  return answered(await text({ message, output, validate: required(why) })).trim();
}

/** As {@link ask}, without showing it. */
export async function askHidden(message: string, why: string): Promise<string> {
  return answered(await password({ message, output, validate: required(why) })).trim();
}

/** As {@link askHidden}, to the letter: a password may begin with a space. */
export async function askPassword(message: string, why: string): Promise<string> {
  return answered(await password({ message, output, validate: required(why) }));
}

export async function askWhether(message: string, initialValue: boolean): Promise<boolean> {
  return answered(await confirm({ message, initialValue, output }));
}

/** Any number of these, in their order. */
export async function askWhich<Value extends string>(
  message: string,
  options: readonly { value: Value; label: string }[],
): Promise<Value[]> {
  const chosen: readonly string[] = answered(
    await multiselect<string>({ message, options: [...options], required: false, output }),
  );
  return options.flatMap(({ value }) => (chosen.includes(value) ? [value] : []));
}

const required =
  (why: string) =>
  (value: string | undefined): string | undefined =>
    value?.trim() ? undefined : why;

function answered<Value>(answer: Value): Exclude<Value, symbol> {
  if (isAnswer(answer)) return answer;
  throw new Interrupted('Stopped.');
}

/** What is no answer is clack's sign that somebody pressed Ctrl-C. */
const isAnswer = <Value>(answer: Value): answer is Exclude<Value, symbol> => typeof answer !== 'symbol';
