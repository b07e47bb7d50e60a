import type { Answer } from '../../http.ts';
import type { CodeRequest } from './codes.ts';
import { passEdge } from './edge.ts';
import { SignInRefused } from './refused.ts';

/** The token of the form, which its answer has to bring back. */
export function readForm(answer: Answer, nowMs: number): { csrf: string } {
  passEdge(answer, nowMs);
  const csrf = csrfOf(answer.text);
  if (!csrf) throw new SignInRefused('unexpected', { status: answer.status });
  return { csrf };
}

/** The form for a code, with what its script says of it. */
export interface CodeForm extends Pick<CodeRequest, 'method' | 'sentTo'> {
  csrf: string;
  customerGuid: string;
  locale: string;
  clientId: string;
}

/**
 * What the widget answers to name and password, told by its title; an account with codes by e-mail keeps the title of
 * the sign-in, and only its script tells it from a refusal.
 */
export function readPasswordAnswer(answer: Answer, nowMs: number): { ticket: string } | { code: CodeForm } {
  passEdge(answer, nowMs);
  const { status, text } = answer;
  const title = titleOf(text);
  const ticket = ticketOf(title, text);
  if (ticket) return { ticket };
  const method = variable(text, 'mfaMethod');
  if (/MFA/.test(title) || (/Authentication Application/i.test(title) && method)) return { code: readCodeForm(answer) };
  if (/Unable to Sign In/i.test(title)) throw new SignInRefused('child', { status });
  if (/Update Phone Number/i.test(title)) throw new SignInRefused('phoneNumber', { status });
  if (/locked/i.test(title) || /account has been locked|AccountLocked/i.test(text))
    throw new SignInRefused('locked', { status });
  if (/Authentication Application/i.test(title)) throw new SignInRefused('wrongPassword', { status });
  throw new SignInRefused('unexpected', { status });
}

export function readCodeForm({ text, status }: Answer): CodeForm {
  const csrf = csrfOf(text);
  if (!csrf) throw new SignInRefused('unexpected', { status });
  const sentTo = variable(text, 'codeSentTo');
  return {
    csrf,
    method: variable(text, 'mfaMethod') || 'totp',
    ...(sentTo && { sentTo }),
    customerGuid: variable(text, 'customerGuid'),
    locale: variable(text, 'locale') || 'en',
    clientId: variable(text, 'clientId'),
  };
}

/** What it answers to the code. A refused one leaves a form without a token: it has to be loaded again. */
export function readCodeAnswer(answer: Answer, nowMs: number): { ticket: string } | 'wrong' | 'expired' {
  passEdge(answer, nowMs);
  const { status, text } = answer;
  const title = titleOf(text);
  const ticket = ticketOf(title, text);
  if (ticket) return { ticket };
  if (/24 hours|too many codes|codeEntryMaxLimit/i.test(errorOf(text)))
    throw new SignInRefused('codeLimit', { status });
  if (/expired/i.test(errorOf(text))) return 'expired';
  if (/MFA/.test(title) || /invalid code/i.test(text)) return 'wrong';
  throw new SignInRefused(/Authentication Application/i.test(title) ? 'codeTooLate' : 'unexpected', { status });
}

const titleOf = (html: string): string => /<title>([^<]*)<\/title>/i.exec(html)?.[1]?.trim() ?? '';

const csrfOf = (html: string): string => /name="_csrf"\s+value="([^"]*)"/.exec(html)?.[1] ?? '';

const errorOf = (html: string): string => /id="status"[^>]*>([^<]*)</.exec(html)?.[1] ?? '';

const ticketOf = (title: string, html: string): string | undefined =>
  title === 'Success' ? /\?ticket=(ST-[^"&\s]+)/.exec(html)?.[1] : undefined;

const variable = (html: string, name: string): string =>
  new RegExp(`\\b${name}\\s*[=:]\\s*["']([^"']*)["']`).exec(html)?.[1] ?? '';
