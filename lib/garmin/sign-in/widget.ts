import { type Credentials, pauseAsAPerson, type SignInAccess } from './access.ts';
import { isSent, passCode } from './codes.ts';
import { passEdge } from './edge.ts';
import { serviceOf, type Ticket } from './site.ts';
import { Visitor } from './visitor.ts';
import { type CodeForm, readCodeAnswer, readCodeForm, readForm, readPasswordAnswer } from './widget-pages.ts';

const userAgent =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/132.0.0.0 Safari/537.36';
const codePath = '/sso/verifyMFA/loginEnterMfaCode';

/**
 * The sign-in that web sites used to embed: pages and forms. It is counted apart from the phone app's, so it may open
 * where that one is closed; but since June 2026 not every account's data accepts the tokens that come of it.
 */
export async function signInThroughWidget(access: SignInAccess, { email, password }: Credentials): Promise<Ticket> {
  const { fetch, clock, site } = access;
  const visitor = new Visitor(fetch, { origin: site.sso, userAgent });
  const service = serviceOf.widget(site);
  const gauth = { id: 'gauth-widget', embedWidget: 'true' };
  const embedQuery = new URLSearchParams({ ...gauth, gauthHost: `https://sso.${site.domain}/sso` });
  // Without a clientId: with one, the call falls under a stricter limit.
  const query = new URLSearchParams({
    ...gauth,
    gauthHost: service,
    service,
    source: service,
    redirectAfterAccountLoginUrl: service,
    redirectAfterAccountCreationUrl: service,
  });

  const embed = await visitor.get(`/sso/embed?${embedQuery}`);
  passEdge(embed, clock.now());
  const signIn = await visitor.get(`/sso/signin?${query}`, { referer: embed.url.origin + embed.url.pathname });
  const { csrf } = readForm(signIn, clock.now());
  await pauseAsAPerson(access);
  const fields = new URLSearchParams({ username: email, password, embed: 'true', _csrf: csrf });
  const answer = await visitor.post(`/sso/signin?${query}`, fields, { referer: signIn.url.href });
  const outcome = readPasswordAnswer(answer, clock.now());
  if ('ticket' in outcome) return { id: outcome.ticket, service };

  let form = outcome.code;
  const referer = { referer: answer.url.href };
  const send = async ({ customerGuid, method, locale, clientId }: CodeForm): Promise<boolean> => {
    const path = `/sso/verifyMFA/mfaCode?${new URLSearchParams({ clientId })}`;
    const accept = { accept: 'application/json, text/plain, */*' };
    const page = await visitor.post(path, { customerGuid, mfaMethod: method, locale }, { ...accept, ...referer });
    passEdge(page, clock.now());
    return page.status >= 200 && page.status < 300;
  };
  if (isSent(form.method) && !form.sentTo) await send(form);
  return passCode(access, form, {
    verify: async (code) => {
      if (form.csrf === '') form = readCodeForm(await visitor.get(`${codePath}?${query}`, referer));
      const given = { 'mfa-code': code, embed: 'true', _csrf: form.csrf, fromPage: 'setupEnterMfaCode' };
      const judged = readCodeAnswer(
        await visitor.post(`${codePath}?${query}`, new URLSearchParams(given), referer),
        clock.now(),
      );
      if (typeof judged === 'object') return { id: judged.ticket, service };
      form = { ...form, csrf: '' };
      return judged;
    },
    resend: () => send(form),
  });
}
