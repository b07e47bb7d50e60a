import * as v from 'valibot';
import { parseAs } from '../http.ts';
import type { WithingsApp } from './app.ts';
import { signed } from './signature.ts';

/** Who a person is, as far as it was said. */
export interface Profile {
  firstName?: string;
  lastName?: string;
  email?: string;
}

const action = 'get';

const said = v.fallback(v.nullish(v.string()), undefined);
const userSchema = v.object({ firstname: said, lastname: said, email: said });
/** The documentation shows the fields bare in one place and inside `user` in another. */
const profileSchema = v.union([
  v.pipe(
    v.object({ user: userSchema }),
    v.transform(({ user }) => user),
  ),
  userSchema,
]);

/**
 * Name and e-mail of a person (`/v2/user`, signed). Withings answers it to applications whose contract lets them create
 * accounts, and to nobody else: no scope of a public application gives them away.
 *
 * @param userid as it came with their tokens
 * @throws ReauthorizeError, BugError when the application has no such contract
 */
export async function getProfile(app: WithingsApp, userid: string): Promise<Profile> {
  const body = await app.transport.call({
    path: '/v2/user',
    action,
    params: { userid },
    credentials: () => signed(app, action),
  });
  const { firstname, lastname, email } = parseAs(profileSchema, body, { service: 'Withings', action });
  return {
    ...(firstname && { firstName: firstname }),
    ...(lastname && { lastName: lastname }),
    ...(email && { email }),
  };
}
