import type { Credentials, SignInAccess } from '../../../lib/garmin/sign-in/access.ts';
import type { AskCode, CodeRequest } from '../../../lib/garmin/sign-in/codes.ts';
import { type SignedIn, signIn } from '../../../lib/garmin/sign-in/sign-in.ts';
import { garminSite } from '../../../lib/garmin/sign-in/site.ts';
import type { Fetch } from '../../../lib/http.ts';
import { GarminSimulator, type NewAccount } from '../../../lib/sandbox/garmin/simulator.ts';
import { FlowingClock } from '../../flowing-clock.ts';

export const credentials: Credentials = { email: 'anna@example.com', password: 'a-Secret+password&more' };

/** What a person does when asked for a code; the last answer holds for all further questions. */
export type Step = 'right' | 'wrong' | 'resend' | 'late' | 'fast clock';

/** anna at her computer, and Garmin. */
export function signInWorld(account: Partial<NewAccount> = {}, steps: readonly Step[] = ['right']) {
  const clock = new FlowingClock();
  const simulator = new GarminSimulator({ clock, random: () => 0.25 });
  simulator.addAccount({ id: 'anna', displayName: 'Anna', ...credentials, ...account });
  const asked: CodeRequest[] = [];
  const seen: Request[] = [];
  const fetch: Fetch = async (input, init) => {
    const request = new Request(input, init);
    seen.push(request.clone());
    return simulator.fetch(request);
  };
  const askCode: AskCode = async (request) => {
    const step = steps[Math.min(asked.length, steps.length - 1)];
    asked.push(request);
    if (step === 'resend') return 'resend';
    if (step === 'wrong') return { code: '000000' };
    const code = simulator.codeOf('anna');
    if (step === 'late') clock.advance({ minutes: 11 });
    if (step === 'fast clock') clock.advance({ minutes: -5 });
    return { code: ` ${code.slice(0, 3)} ${code.slice(3)} ` };
  };
  const access: SignInAccess = { fetch, clock, random: () => 0.4, site: garminSite('garmin.com'), askCode };
  return {
    clock,
    simulator,
    access,
    asked,
    seen,
    paths: () => seen.map(({ method, url }) => `${method} ${new URL(url).pathname}`),
    signIn: (given: Partial<Credentials> = {}): Promise<SignedIn> => signIn(access, { ...credentials, ...given }),
  };
}

/** Message, stack and fields of an error and of all its causes. */
export function everyTextOf(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error) ?? '';
  return [error.message, error.stack, JSON.stringify(error), everyTextOf(error.cause)].join('\n');
}
