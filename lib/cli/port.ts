import { UserError } from './user-error.ts';

const anyPort = { last: 65_535, which: '' };
/** One port for each simulated vendor. */
export const firstOfFour = { last: 65_532, which: ', the first of four ports' };

/** @throws UserError when it is no number of a port */
export function portFrom(text: string, { last, which } = anyPort): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port <= last) return port;
  throw new UserError(`--port takes a number from 1 to ${last}${which}, not “${text}”.`);
}
