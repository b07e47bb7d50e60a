import { text } from 'node:stream/consumers';
import { ReauthorizeError } from '../errors.ts';
import { refreshTokens } from '../withings/oauth.ts';
import { withClockInMind } from './clock-in-mind.ts';
import { UserError } from './user-error.ts';
import { printTokens, withingsFrom } from './withings-from.ts';

/**
 * `weighbridge refresh <token>`: prints a new pair of tokens and keeps none.
 *
 * @param token `-` reads it from standard input, where no list of processes shows it
 */
export async function refresh(token: string, { json }: { json?: boolean }, env: NodeJS.ProcessEnv): Promise<void> {
  const app = withingsFrom(env);
  const refreshToken = (token === '-' ? await text(process.stdin) : token).trim();
  if (!refreshToken) throw new UserError('There is no refresh token: give it after the command, or - to pipe it in.');
  const tokens = await withClockInMind(() => refreshTokens(app, refreshToken)).catch((error) => {
    if (!(error instanceof ReauthorizeError)) throw error;
    throw new UserError(
      'Withings does not accept this refresh token: it was revoked, replaced, unused for a year, or is not one. Run: npx weighbridge authorize',
      { cause: error },
    );
  });
  printTokens(tokens, json);
  process.stderr.write('Keep the new refresh token: the old one ends when the new access token is first used.\n');
}
