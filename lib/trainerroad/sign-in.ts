import { signInByForm } from './sign-in-form.ts';
import { signInByJson } from './sign-in-json.ts';
import type { TrainerRoadWeb } from './web.ts';

/**
 * Opens a session with name and password. One try: repeated ones lock the account.
 *
 * @returns the value of the session cookie, good for about 30 days
 * @throws ReauthorizeError when name or password is wrong.
 */
export async function signIn(web: TrainerRoadWeb, username: string, password: string): Promise<string> {
  return (await signInByJson(web, username, password)) ?? signInByForm(web, username, password);
}
