import { cookieValue } from './credentials.ts';
import { mustBeHere, sessionCookieOf, signInCall, signInChanged, wrongPassword } from './sign-in-outcome.ts';
import { request, type TrainerRoadWeb } from './web.ts';

const antiForgery = '__RequestVerificationToken';
const returnUrl = '/app';

/** Signs in by the older HTML form. Success is a redirect; the page shown again is a refusal, whatever its status. */
export async function signInByForm(web: TrainerRoadWeb, username: string, password: string): Promise<string> {
  const path = `/app/login?${new URLSearchParams({ ReturnUrl: returnUrl })}`;
  const page = await request(web, {
    method: 'GET',
    path,
    action: signInCall.action,
    headers: { accept: 'text/html' },
  });
  mustBeHere(page);
  const formToken = inputValue(page.text, antiForgery);
  const cookie = cookieValue(page.headers.getSetCookie(), antiForgery);
  if (!formToken || !cookie) throw signInChanged('its form is not the one this version knows', page.status);
  const answer = await request(web, {
    method: 'POST',
    path: '/app/login',
    page: path,
    action: signInCall.action,
    headers: { cookie: `${antiForgery}=${cookie}` },
    body: new URLSearchParams({
      Username: username,
      Password: password,
      ReturnUrl: inputValue(page.text, 'ReturnUrl') ?? returnUrl,
      [antiForgery]: formToken,
    }),
  });
  if (answer.status === 200) throw wrongPassword();
  if (answer.status !== 302) throw signInChanged('it answers the form in an unknown way', answer.status);
  return sessionCookieOf(answer);
}

/** The value of an input of an HTML page, wherever in the tag name and value stand. */
export function inputValue(html: string, name: string): string | undefined {
  const inputs = html.match(/<input\b[^>]*>/gi) ?? [];
  const input = inputs.find((tag) => attribute(tag, 'name') === name);
  return input && attribute(input, 'value');
}

function attribute(tag: string, name: string): string | undefined {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i').exec(tag);
  return (match?.[1] ?? match?.[2])?.replaceAll('&amp;', '&');
}
