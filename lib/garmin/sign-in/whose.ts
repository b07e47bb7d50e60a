import { RetryError, WeighbridgeError } from '../../errors.ts';
import { exchange, jsonOf } from '../../http.ts';
import { appHeaders } from '../headers.ts';
import { type GarminProfile, readProfile } from '../profile.ts';
import type { GarminAccess } from '../token-endpoint.ts';
import type { GarminTokens } from '../tokens.ts';
import { SignInRefused } from './refused.ts';

/**
 * Whose account fresh tokens open; undefined when Garmin cannot be asked just now, which says nothing against them.
 *
 * @throws SignInRefused when the data API does not know them. No refresh would help, so none is spent on it.
 */
export async function whose(
  { fetch, hosts }: Pick<GarminAccess, 'fetch' | 'hosts'>,
  { accessToken }: GarminTokens,
): Promise<GarminProfile | undefined> {
  const get = async (path: string, action: string): Promise<unknown> => {
    const call = { service: 'Garmin', action };
    const headers = { ...appHeaders, authorization: `Bearer ${accessToken}` };
    const answer = await exchange(fetch, hosts.connectapi + path, { headers }, call);
    if (answer.status === 401) throw new SignInRefused('inactive', { status: 401 });
    if (answer.status !== 200) throw new RetryError('Garmin does not say whose account it is.', call);
    return jsonOf(answer, call);
  };
  try {
    return await readProfile({ get });
  } catch (error) {
    if (error instanceof SignInRefused || !(error instanceof WeighbridgeError)) throw error;
    if (error.kind === 'retry') return undefined;
    throw error;
  }
}
