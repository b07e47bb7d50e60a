import type { Fetch } from '../../../lib/http.ts';
import type { Settings } from '../../../lib/sandbox/withings/state.ts';
import { sandboxed } from '../../withings/connected.ts';
import { post } from './calls.ts';

export const callbackurl = 'https://weighbridge.example/webhook/secret';

/** A connected person, and a callback that notes what arrives and answers as it is told. */
export async function subscribed(applis: readonly number[] = [1, 4], settings: Partial<Settings> = {}) {
  const received: { method: string; body: string; type: string | null }[] = [];
  const callback = { status: 200, received };
  const callbacks: Fetch = async (input, init) => {
    const request = new Request(input, init);
    received.push({ method: request.method, body: await request.text(), type: request.headers.get('content-type') });
    return new Response(null, { status: callback.status });
  };
  const sandbox = sandboxed({ identicalCallSeconds: 0, ...settings }, callbacks);
  const { accessToken } = await sandbox.connect();
  const notify = (form: Record<string, string>) => post(sandbox.fetch, '/notify', form, accessToken);
  const subscribe = (form: Record<string, string> = {}) =>
    notify({ action: 'subscribe', callbackurl, appli: '1', ...form });
  for (const appli of applis) await subscribe({ appli: String(appli) });
  received.length = 0;
  return { ...sandbox, callback, received, notify, subscribe, userid: sandbox.person.userid };
}
