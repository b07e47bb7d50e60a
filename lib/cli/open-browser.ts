import { spawn } from 'node:child_process';

/** What opens an address on this kind of machine. */
export function openerOf(platform: NodeJS.Platform, url: string): [command: string, args: string[]] {
  if (platform === 'darwin') return ['open', [url]];
  // Not `start`: it would read the & of a query as the end of the command.
  if (platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', url]];
  return ['xdg-open', [url]];
}

/** Opens the browser if there is one; the address is printed in any case. */
export function openBrowser(url: string): void {
  const [command, args] = openerOf(process.platform, url);
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
