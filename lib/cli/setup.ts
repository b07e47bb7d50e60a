import { cancel, intro, note, outro, password, text } from '@clack/prompts';
import { callbackUrl, secretsOf } from '../runtime.ts';
import type { WithingsCredentials } from '../store/secret-value.ts';
import { askingAws, deployedHost } from './deployment.ts';
import { UserError } from './user-error.ts';

/** `weighbridge setup`: puts the Withings application into the secret of the deployed stack, beside the master key. */
export async function setup(env: NodeJS.ProcessEnv): Promise<void> {
  const host = await deployedHost();
  const credentials = await credentialsFor(callbackUrl(host), env);
  await askingAws(() => secretsOf(host).putWithingsCredentials(credentials));
  process.stderr.write('The Withings application is in the secret. Next: npx weighbridge link\n');
}

async function credentialsFor(callback: string, env: NodeJS.ProcessEnv): Promise<WithingsCredentials> {
  const { WITHINGS_CLIENT_ID: clientId, WITHINGS_CLIENT_SECRET: clientSecret } = env;
  if (clientId && clientSecret) return { clientId, clientSecret };
  if (!process.stdin.isTTY) {
    throw new UserError('Without a terminal, give WITHINGS_CLIENT_ID and WITHINGS_CLIENT_SECRET in the environment.');
  }
  intro('Weighbridge');
  note(`Create an application at https://developer.withings.com/dashboard/\nwith this callback URL:\n\n${callback}`);
  const answers = {
    clientId: answered(await text({ message: 'Client id', validate: required })),
    clientSecret: answered(await password({ message: 'Client secret', validate: required })),
  };
  outro('Thank you.');
  return answers;
}

const required = (value: string | undefined): string | undefined =>
  value?.trim() ? undefined : 'It is in the Withings dashboard, on the page of the application.';

function answered(value: Awaited<ReturnType<typeof text>>): string {
  if (typeof value === 'string') return value.trim();
  cancel('Nothing was changed.');
  throw new UserError('Stopped.');
}
