import * as v from 'valibot';
import type { Answer } from '../../http.ts';
import type { CodeRequest } from './codes.ts';
import { passEdge } from './edge.ts';
import { type RefusedReason, SignInRefused } from './refused.ts';

const text = v.nullish(v.string(), '');

const answerSchema = v.object({
  responseStatus: v.object({ type: v.string(), message: text }),
  serviceURL: text,
  serviceTicketId: text,
  customerMfaInfo: v.nullish(
    v.object({ email: text, phoneNumber: text, mfaLastMethodUsed: text, defaultMfaMethod: text }),
  ),
});
type MobileAnswer = v.InferOutput<typeof answerSchema>;

export type LoginOutcome = { ticket: string; service: string } | { code: Pick<CodeRequest, 'method' | 'sentTo'> };

/**
 * What the phone app's sign-in answers to name and password.
 *
 * @throws SignInRefused, RetryError; an answer of an unknown type is final, and never a reason to try again
 */
export function readLogin(answer: Answer, nowMs: number): LoginOutcome {
  const { read, status } = readAnswer(answer, nowMs);
  const { type, message } = read.responseStatus;
  if (type === 'SUCCESSFUL' && read.serviceTicketId) return { ticket: read.serviceTicketId, service: read.serviceURL };
  if (type === 'MFA_REQUIRED') return { code: codeRequestOf(read.customerMfaInfo) };
  throw refusalFor(type, message, status);
}

export type CodeOutcome = { ticket: string; service: string } | 'wrong' | 'expired';

/** What it answers to the code. The status of a wrong one was never recorded, so only the words count. */
export function readCodeAnswer(answer: Answer, nowMs: number): CodeOutcome {
  const { read, status } = readAnswer(answer, nowMs);
  const { type, message } = read.responseStatus;
  if (type === 'SUCCESSFUL' && read.serviceTicketId) return { ticket: read.serviceTicketId, service: read.serviceURL };
  if (/codeEntryMaxLimit/i.test(message)) throw new SignInRefused('codeLimit', { status });
  if (/codeEntryExpired/i.test(message)) return 'expired';
  if (/MFA_CODE_INVALID|INVALID_MFA_CODE/.test(type) || /codeEntryInvalid/i.test(message)) return 'wrong';
  if (/SESSION_EXPIRED/.test(type)) throw new SignInRefused('codeTooLate', { status });
  throw refusalFor(type, message, status);
}

/** Whether Garmin says that another code is under way. */
export function readResend(answer: Answer, nowMs: number): boolean {
  const { type } = readAnswer(answer, nowMs).read.responseStatus;
  return answer.status < 300 && type === 'SUCCESSFUL';
}

function readAnswer(answer: Answer, nowMs: number): { read: MobileAnswer; status: number } {
  passEdge(answer, nowMs);
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), answerSchema), answer.text);
  if (!parsed.success) throw new SignInRefused('unexpected', { status: answer.status });
  return { read: parsed.output, status: answer.status };
}

function refusalFor(type: string, message: string, status: number): SignInRefused {
  const reason = reasonOf(type, message);
  return new SignInRefused(reason, { status, ...(reason === 'unknownType' && { said: type }) });
}

function reasonOf(type: string, message: string): RefusedReason {
  if (type === 'INVALID_USERNAME_PASSWORD') return 'wrongPassword';
  if (type === 'CAPTCHA_REQUIRED') return 'captcha';
  // The type of these was never recorded, only the keys of the sentences that the page shows.
  if (/LOCKED/.test(type) || /AccountLocked|MaxLogins/.test(message)) return 'locked';
  if (/Account(Disabled|Problem)/.test(message)) return 'disabled';
  return 'unknownType';
}

function codeRequestOf(info: MobileAnswer['customerMfaInfo']): Pick<CodeRequest, 'method' | 'sentTo'> {
  const { email = '', phoneNumber = '', mfaLastMethodUsed = '', defaultMfaMethod = '' } = info ?? {};
  const method = mfaLastMethodUsed || defaultMfaMethod || (phoneNumber ? 'sms' : 'email');
  const sentTo = /mail/i.test(method) ? email : phoneNumber;
  return { method, ...(sentTo && { sentTo }) };
}
