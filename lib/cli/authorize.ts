import { parseScopes } from '../withings/scope.ts';
import { askConsent } from './consent.ts';
import { interruptedCode } from './interruptible.ts';
import { portFrom } from './port.ts';
import { UserError } from './user-error.ts';
import { printTokens, withingsFrom } from './withings-from.ts';

export interface AuthorizeOptions {
  scope: string;
  json?: boolean;
  port?: string;
  callback?: string;
  open: boolean;
}

const defaultPort = '8765';

/**
 * `weighbridge authorize`: consent in the browser, and the tokens on standard output; nothing is kept. Returns
 * the exit code.
 */
export async function authorize(options: AuthorizeOptions, env: NodeJS.ProcessEnv): Promise<number> {
  const app = withingsFrom(env);
  const scopes = parseScopes(options.scope);
  const tokens = await askConsent(app, {
    redirectUri: callbackFrom(options),
    scopes,
    open: options.open,
    elsewhere: 'Choose another one with --port',
  });
  if (!tokens) return interruptedCode;
  printTokens(tokens, options.json);
  return 0;
}

/** As text, because Withings compares it letter by letter with what was registered. */
function callbackFrom({ port, callback }: AuthorizeOptions): string {
  if (callback === undefined) return `http://localhost:${portFrom(port ?? defaultPort)}/callback`;
  if (port !== undefined) throw new UserError('Give --port or --callback: a callback URL has its own port.');
  if (URL.canParse(callback) && /^https?:/.test(callback)) return callback;
  throw new UserError('--callback takes the callback URL of your application, such as https://example.com/callback.');
}
