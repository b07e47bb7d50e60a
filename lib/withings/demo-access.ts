import * as v from 'valibot';
import { parseAs } from '../http.ts';
import { applicationRefused, type WithingsApp } from './app.ts';
import { type AccessTokens, accessSchema, accessTokensOf, useridSchema } from './oauth.ts';
import { parseScopes, type Scopes } from './scope.ts';
import { signed } from './signature.ts';

/** Access to Withings' own made-up person. */
export interface DemoAccess extends AccessTokens {
  /** Known after the first refresh, if Withings does not say it at once. */
  userId?: string;
}

const action = 'getdemoaccess';
const demoSchema = v.object({ ...accessSchema.entries, userid: v.nullish(useridSchema) });

/** Tokens for a made-up person with data, without anybody's consent. */
export async function getDemoAccess(app: WithingsApp, scope: Scopes): Promise<DemoAccess> {
  const scopes = parseScopes(scope).join(',');
  const body = await app.transport.call({
    path: '/v2/oauth2',
    action,
    params: { scope_oauth2: scopes },
    credentials: () => signed(app, action),
    explain: ({ status }) => (status === 503 ? applicationRefused(action, status) : undefined),
  });
  const { userid, ...demo } = parseAs(demoSchema, body, { service: 'Withings', action });
  const tokens = accessTokensOf(app, demo);
  return { ...(userid != null && { userId: userid }), ...tokens, scope: tokens.scope || scopes };
}
