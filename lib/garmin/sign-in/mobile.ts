import { type Credentials, pauseAsAPerson, type SignInAccess } from './access.ts';
import { passCode } from './codes.ts';
import { passEdge } from './edge.ts';
import { readCodeAnswer, readLogin, readResend } from './mobile-answers.ts';
import { mobileClientId as clientId } from './mobile-page.ts';
import { SignInRefused } from './refused.ts';
import { serviceOf, type Ticket } from './site.ts';
import { Visitor } from './visitor.ts';

const userAgent =
  'Mozilla/5.0 (Linux; Android 13; sdk_gphone64_arm64 Build/TE1A.220922.025; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/132.0.0.0 Mobile Safari/537.36';
const accept = { accept: 'application/json, text/plain, */*' };

/**
 * The sign-in of Garmin's phone apps, which speaks JSON. Of its two kinds this is Android's: all of its answers are on
 * record, the page before them gives a visit that looks like one, and it is the app whose name the tokens bear. What
 * speaks for the iPhone's is known only of clients that imitate its TLS, which Node does not.
 */
export async function signInThroughMobile(access: SignInAccess, { email, password }: Credentials): Promise<Ticket> {
  const { fetch, clock, site } = access;
  const visitor = new Visitor(fetch, { origin: site.sso, userAgent });
  const service = serviceOf.mobile(site);
  const query = new URLSearchParams({ clientId, locale: 'en-US', service });

  // For its cookies: what it shows does not matter, unless it is a refusal.
  passEdge(await visitor.get(`/mobile/sso/en_US/sign-in?${new URLSearchParams({ clientId })}`), clock.now());
  await pauseAsAPerson(access);
  const login = { username: email, password, rememberMe: false, captchaToken: '' };
  const outcome = readLogin(await visitor.post(`/mobile/api/login?${query}`, login, accept), clock.now());
  if ('ticket' in outcome) return { id: outcome.ticket, service: outcome.service || service };

  const { method } = outcome.code;
  const verifyAt = async (door: 'mobile' | 'portal', mfaVerificationCode: string) => {
    const given = { mfaMethod: method, mfaVerificationCode };
    const options = { rememberMyBrowser: false, reconsentList: [], mfaSetup: false };
    const page = await visitor.post(`/${door}/api/mfa/verifyCode?${query}`, { ...given, ...options }, accept);
    const judged = readCodeAnswer(page, clock.now());
    return typeof judged === 'string' ? judged : { id: judged.ticket, service: judged.service || service };
  };
  return passCode(access, outcome.code, {
    // The code belongs to the visit, and the web site's door takes it too where a page stands before this one.
    verify: (code) => verifyAt('mobile', code).catch(ifElsewhere(() => verifyAt('portal', code))),
    // This call is not on record, only in other clients; if it fails, the code before may still arrive.
    resend: async () => {
      const page = await visitor.post(`/mobile/api/mfa/sendCode?${query}`, { mfaMethod: method }, accept);
      return Promise.resolve()
        .then(() => readResend(page, clock.now()))
        .catch(ifElsewhere(async () => false));
    },
  });
}

/** Does something else when it was this door that was closed; passes every other failure on. */
const ifElsewhere =
  <Result>(otherwise: () => Promise<Result>) =>
  (error: unknown): Promise<Result> => {
    if (error instanceof SignInRefused && error.isWorthAnotherDoor) return otherwise();
    throw error;
  };
