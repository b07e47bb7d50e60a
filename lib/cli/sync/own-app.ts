import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { UserError } from '../user-error.ts';

/** The owner's application at Withings. */
export interface OwnApp {
  clientId: string;
  clientSecret: string;
  /** Where Withings sends the browser back to, letter by letter as it is registered. */
  callbackUrl: string;
}

export const appFileName = 'withings_app.json';
const defaultCallback = 'http://localhost:8765/callback';

const text = v.pipe(v.string(), v.trim(), v.nonEmpty());
const appSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ client_id: text, consumer_secret: text, callback_url: v.nullish(v.pipe(text, v.url()), defaultCallback) }),
);

/**
 * The application that `WITHINGS_APP` names, or the environment, or the config folder.
 *
 * @throws UserError that says how to register one when there is none
 */
export function ownAppFrom(env: NodeJS.ProcessEnv, folder: string): OwnApp {
  if (env.WITHINGS_APP) return readAppFile(env.WITHINGS_APP);
  const { WITHINGS_CLIENT_ID: clientId, WITHINGS_CLIENT_SECRET: clientSecret } = env;
  if (clientId && clientSecret) return { clientId, clientSecret, callbackUrl: defaultCallback };
  if (clientId || clientSecret) {
    throw new UserError(
      `${clientId ? 'WITHINGS_CLIENT_SECRET' : 'WITHINGS_CLIENT_ID'} is missing: give both or neither.`,
    );
  }
  const path = join(folder, appFileName);
  if (existsSync(path)) return readAppFile(path);
  throw new UserError(
    `There is no Withings application yet, and none is shared here: register your own at https://developer.withings.com/dashboard/ with the callback URL ${defaultCallback}, and write {"client_id": "…", "consumer_secret": "…"} into ${path} (or set WITHINGS_CLIENT_ID and WITHINGS_CLIENT_SECRET).`,
  );
}

/** @throws UserError when it cannot be read, or is no such file */
export function readAppFile(path: string): OwnApp {
  const app = v.safeParse(appSchema, readOr(path));
  if (!app.success) {
    throw new UserError(
      `${path} is not a ${appFileName}: it holds "client_id", "consumer_secret" and, if it is another one than ${defaultCallback}, "callback_url".`,
    );
  }
  const { client_id: clientId, consumer_secret: clientSecret, callback_url: callbackUrl } = app.output;
  return { clientId, clientSecret, callbackUrl };
}

function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new UserError(`${path} cannot be read. It is to hold your Withings application (${appFileName}).`, { cause });
  }
}
