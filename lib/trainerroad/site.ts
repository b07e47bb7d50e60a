import { BugError, ReauthorizeError, RetryError } from '../errors.ts';
import type { Answer } from '../http.ts';
import type { TokenKeeper, TokenStore } from '../tokens.ts';
import { sessionCookieName, type TrainerRoadCredentials } from './credentials.ts';
import { sessionKeeper, type TrainerRoadSession } from './session.ts';
import { jsonHeaders, request, type TrainerRoadWeb, type WebCall } from './web.ts';

/** Calls to TrainerRoad as one person. */
export class TrainerRoadSite {
  readonly #web: TrainerRoadWeb;
  readonly #sessions: TokenKeeper<TrainerRoadSession>;

  constructor(web: TrainerRoadWeb, store: TokenStore<TrainerRoadCredentials>) {
    this.#web = web;
    this.#sessions = sessionKeeper(web, store);
  }

  /** One call; if the session has ended, a new one is opened and the call repeated, once. */
  async send(call: WebCall): Promise<Answer> {
    const session = await this.#sessions.current();
    const answer = await this.#attempt(call, session);
    if (!saysSignedOut(answer, this.#web)) return usable(answer, call);
    const repeated = await this.#attempt(call, await this.#sessions.renew(session));
    if (saysSignedOut(repeated, this.#web)) throw newSessionRefused(repeated, call);
    return usable(repeated, call);
  }

  #attempt(call: WebCall, { accessToken }: TrainerRoadSession): Promise<Answer> {
    const headers = { ...jsonHeaders, ...call.headers, cookie: `${sessionCookieName}=${accessToken}` };
    return request(this.#web, { ...call, headers });
  }
}

function saysSignedOut({ status, headers }: Answer, { baseUrl }: TrainerRoadWeb): boolean {
  if (status === 401 || status === 403) return true;
  if (status < 300 || status > 399) return false;
  const target = URL.parse(headers.get('location') ?? '', `${baseUrl}/`);
  return target !== null && /^\/app\/login\b/i.test(target.pathname);
}

function usable(answer: Answer, { action }: WebCall): Answer {
  const { status } = answer;
  const context = { service: 'TrainerRoad', action, status };
  if (status === 200 || status === 204) return answer;
  if (status >= 300 && status < 400) {
    throw new RetryError(`TrainerRoad sends ${action} elsewhere for now.`, context);
  }
  throw new BugError(`TrainerRoad answered ${action} in a way this version does not know (HTTP ${status}).`, context);
}

const newSessionRefused = ({ status }: Answer, { action }: WebCall): ReauthorizeError =>
  new ReauthorizeError('TrainerRoad refuses a session that was just opened. Connect TrainerRoad again.', {
    service: 'TrainerRoad',
    action,
    status,
  });
