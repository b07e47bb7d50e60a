import { epochSeconds } from '../../../lib/clock.ts';
import type { Settings } from '../../../lib/sandbox/withings/state.ts';
import { sandboxed } from '../../withings/connected.ts';
import { post } from './calls.ts';

/** A connected person, and one call away from any service: `ask('/v2/user getdevice')`. */
export async function asking(settings: Partial<Settings> = {}) {
  const sandbox = sandboxed({ identicalCallSeconds: 0, ...settings });
  const { accessToken } = await sandbox.connect();
  const ask = (name: string, params: Record<string, string> = {}, token = accessToken) => {
    const [path = '', action = ''] = name.split(' ');
    return post(sandbox.fetch, path, { action, ...params }, token);
  };
  const body = async (name: string, params?: Record<string, string>) => (await ask(name, params)).body;
  return { ...sandbox, ask, body, userid: sandbox.person.userid, now: () => epochSeconds(sandbox.clock) };
}
