import type { Host } from '../../host.ts';

const silent = () => {};

/** What the engine says while it works, a line each; by its own rule never secrets or values. */
export function localLog(verbose: boolean, write: (line: string) => void, now: () => number): Host['log'] {
  if (!verbose) return { begin: silent, info: silent, warn: silent, error: silent };
  const line =
    (level: string) =>
    (message: string, fields: Record<string, unknown> = {}): void => {
      const said = Object.entries(fields).map(([name, value]) => ` ${name}=${JSON.stringify(value)}`);
      write(`${new Date(now()).toISOString()} ${level} ${message}${said.join('')}`);
    };
  return { begin: silent, info: line('info'), warn: line('warn'), error: line('error') };
}
