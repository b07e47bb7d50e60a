import { log, note } from '@clack/prompts';
import { BugError, ReauthorizeError, WeighbridgeError } from '../../errors.ts';
import type { Host } from '../../host.ts';
import { secretsOf } from '../../runtime.ts';
import type { WithingsCredentials } from '../../store/secret-value.ts';
import type { Secrets } from '../../store/secrets.ts';
import { withingsApp } from '../../withings/app.ts';
import { getNonce } from '../../withings/signature.ts';
import { ask, askHidden, askWhether, mustBeTerminal } from '../ask.ts';
import { clockQuestion } from '../clock-in-mind.ts';
import { askingAws } from '../deployment.ts';
import { UserError } from '../user-error.ts';

const output = process.stderr;

/**
 * Sees to it that the secret holds the client id and secret of the owner's application, beside the master key.
 *
 * @param replace put in others although there are some
 * @param signal aborted when nothing is to be put in any more
 * @returns whether anything was put in
 * @throws UserError when the environment names another application than the secret holds
 */
export async function putWithingsApplication(
  host: Host,
  {
    callback,
    replace,
    env,
    signal,
  }: { callback: string; replace: boolean; env: NodeJS.ProcessEnv; signal: AbortSignal },
): Promise<boolean> {
  const secrets = secretsOf(host);
  const known = await askingAws(() => knownCredentials(secrets));
  const given = credentialsIn(env);
  if (known && !replace) {
    if (given && (given.clientId !== known.clientId || given.clientSecret !== known.clientSecret)) {
      throw new UserError(
        'The secret holds another Withings application than the environment names. To put that one in: npx weighbridge setup --replace',
      );
    }
    return false;
  }
  const credentials = given ?? (await askFor(host, callback));
  if (given) {
    const doubt = await doubtAbout(host, given);
    if (doubt) output.write(`${doubt} They are put in all the same.\n`);
  }
  signal.throwIfAborted();
  await askingAws(() => secrets.putWithingsCredentials(credentials));
  return true;
}

function knownCredentials(secrets: Secrets): Promise<WithingsCredentials | undefined> {
  return secrets.withingsCredentials().catch((error) => {
    if (error instanceof ReauthorizeError) return undefined;
    throw error;
  });
}

function credentialsIn(env: NodeJS.ProcessEnv): WithingsCredentials | undefined {
  const { WITHINGS_CLIENT_ID: clientId, WITHINGS_CLIENT_SECRET: clientSecret } = env;
  if (clientId && clientSecret) return { clientId, clientSecret };
  if (!clientId && !clientSecret) return undefined;
  throw new UserError(
    `${clientId ? 'WITHINGS_CLIENT_SECRET' : 'WITHINGS_CLIENT_ID'} is missing: give both or neither.`,
  );
}

const where = 'It is in the Withings dashboard, on the page of the application.';

async function askFor(host: Host, callback: string): Promise<WithingsCredentials> {
  mustBeTerminal('WITHINGS_CLIENT_ID', 'WITHINGS_CLIENT_SECRET');
  note(
    `Create a public API application at https://developer.withings.com/dashboard/\nwith this callback URL:\n\n${callback}`,
    'At Withings',
    { output },
  );
  for (;;) {
    const clientId = await ask('Client id', where);
    const clientSecret = await askHidden('Client secret', where);
    const doubt = await doubtAbout(host, { clientId, clientSecret });
    if (!doubt) return { clientId, clientSecret };
    log.warn(doubt, { output });
    if (!(await askWhether('Type them again?', true))) return { clientId, clientSecret };
  }
}

/** One signed call shows whether Withings knows the id with this secret; without a network nobody can tell. */
async function doubtAbout(
  { fetch, clock, random, env }: Host,
  credentials: WithingsCredentials,
): Promise<string | undefined> {
  const { WITHINGS_ACCOUNT_URL: accountUrl, WITHINGS_API_URL: apiUrl } = env;
  try {
    await getNonce(withingsApp({ ...credentials, fetch, clock, random, accountUrl, apiUrl }));
    return undefined;
  } catch (error) {
    if (error instanceof BugError) return 'Withings does not accept this client id with this client secret.';
    if (error instanceof WeighbridgeError)
      return clockQuestion(error) ?? 'Withings could not be asked whether they are right.';
    throw error;
  }
}
