import type { NewAccount } from '../../../../lib/sandbox/garmin/simulator.ts';
import { garmin, json, send } from '../world.ts';

export const android = 'https://mobile.integration.garmin.com/gcm/android';
export const embed = 'https://sso.garmin.com/sso/embed';
export const password = 'right-password';

/** anna, and a browser of hers that keeps its cookies. */
export function visiting(account: Partial<NewAccount> = {}) {
  const world = garmin({ email: 'anna@example.com', password, ...account });
  return { ...world, ...browserOf(world.simulator) };
}

/** Another browser at the same Garmin. */
export function browserOf(simulator: ReturnType<typeof garmin>['simulator']) {
  const cookies = new Map<string, string>();
  let userAgent = 'Mozilla/5.0 (Linux; Android 13)';

  const visit = async (path: string, init: RequestInit = {}) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await send(simulator, path, {
      ...init,
      headers: { cookie, 'User-Agent': userAgent, ...init.headers },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return response;
  };
  const query = new URLSearchParams({ clientId: 'GCM_ANDROID_DARK', locale: 'en-US', service: android });
  const post = (path: string, body: object) =>
    visit(`${path}?${query}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  const widgetQuery = `id=gauth-widget&embedWidget=true&service=${encodeURIComponent(embed)}`;
  const submit = (path: string, fields: Record<string, string>) =>
    visit(`${path}?${widgetQuery}`, { method: 'POST', body: new URLSearchParams(fields) });

  return {
    cookies,
    visit,
    rename: (name: string) => {
      userAgent = name;
    },
    login: (given = password, door = 'mobile', username = 'anna@example.com') =>
      post(`/${door}/api/login`, { username, password: given, rememberMe: true, captchaToken: '' }),
    verify: (mfaVerificationCode: string, mfaMethod = 'email', door = 'mobile') =>
      post(`/${door}/api/mfa/verifyCode`, {
        ...{ mfaMethod, mfaVerificationCode },
        ...{ rememberMyBrowser: true, reconsentList: [], mfaSetup: false },
      }),
    sendAgain: () => post('/mobile/api/mfa/sendCode', { mfaMethod: 'email' }),
    /** The page of a form, as far as it matters: its status, title and token. */
    form: async (path = '/sso/signin') => read(await visit(`${path}?${widgetQuery}`)),
    enter: async (csrf: string, given = password) =>
      submit('/sso/signin', { username: 'anna@example.com', password: given, embed: 'true', _csrf: csrf }),
    enterCode: (csrf: string, code: string) =>
      submit('/sso/verifyMFA/loginEnterMfaCode', {
        'mfa-code': code,
        embed: 'true',
        _csrf: csrf,
        fromPage: 'setupEnterMfaCode',
      }),
  };
}

export async function read(response: Response) {
  const text = await response.text();
  const [, title] = /<title>([^<]*)<\/title>/.exec(text) ?? [];
  const [, csrf] = /name="_csrf"\s+value="([^"]*)"/.exec(text) ?? [];
  return { status: response.status, title, csrf: csrf ?? '', text };
}

export const answerOf = async (response: Promise<Response>) => {
  const answered = await response;
  return { status: answered.status, body: await json(answered) };
};
