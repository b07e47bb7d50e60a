import { UserError } from './user-error.ts';

/** @throws UserError when it is no number of a port */
export function portFrom(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new UserError(`--port takes a number from 1 to 65535, not “${text}”.`);
}
