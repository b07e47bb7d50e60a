import type { Clock } from '../../clock.ts';
import { SignInRefused } from './refused.ts';
import type { Ticket } from './site.ts';

/** A code that Garmin asks for beside the password. */
export interface CodeRequest {
  /** How the person gets it: `email`, `sms`, or Garmin's word for another way, such as an authenticator app. */
  method: string;
  /** Where it was sent, as far as Garmin shows it: `an*****@example.com`. */
  sentTo?: string;
  /** Whether Garmin can be asked to send another one. */
  canResend: boolean;
  /** What was wrong with the one before, or with sending another. */
  trouble?: 'wrong' | 'expired' | 'notSent';
}

/** Asks the person for the code; `resend` if they want another one sent. */
export type AskCode = (request: CodeRequest) => Promise<{ code: string } | 'resend'>;

/** What is behind the question at one of Garmin's doors. */
export interface CodeDoor {
  verify(code: string): Promise<Ticket | 'wrong' | 'expired'>;
  /** Whether another one is under way. */
  resend(): Promise<boolean>;
}

const tries = 3;
/** Garmin sends the next one only half a minute after the last. */
const nextCodeAfterMs = 30_000;
const resends = 3;

export const isSent = (method: string): boolean => /^(e-?mail|sms|phone|text)$/i.test(method);

/**
 * Asks for the code until it is right.
 *
 * @throws SignInRefused after the third code that was not
 */
export async function passCode(
  { clock, askCode, resendAfterMs = nextCodeAfterMs }: { clock: Clock; askCode: AskCode; resendAfterMs?: number },
  { method, sentTo }: Pick<CodeRequest, 'method' | 'sentTo'>,
  door: CodeDoor,
): Promise<Ticket> {
  let sentAt = clock.now();
  let resendsLeft = isSent(method) ? resends : 0;
  let triesLeft = tries;
  let trouble: CodeRequest['trouble'];
  while (triesLeft > 0) {
    const answer = await askCode({
      method,
      canResend: resendsLeft > 0,
      ...(sentTo && { sentTo }),
      ...(trouble && { trouble }),
    });
    if (answer === 'resend') {
      if (resendsLeft === 0) continue;
      await clock.sleep(Math.max(0, sentAt + resendAfterMs - clock.now()));
      resendsLeft -= 1;
      sentAt = clock.now();
      trouble = (await door.resend()) ? undefined : 'notSent';
      continue;
    }
    const judged = await door.verify(answer.code.replace(/\s/g, ''));
    if (typeof judged === 'object') return judged;
    trouble = judged;
    triesLeft -= 1;
  }
  throw new SignInRefused('wrongCode');
}
