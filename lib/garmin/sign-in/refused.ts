import { RejectedError, RetryError } from '../../errors.ts';

const atGarmin = 'with a browser on Garmin’s site';

/** What Garmin answers a sign-in with when it is not what was hoped for, and what a person can do then. */
const sentences = {
  wrongPassword:
    'Garmin does not accept this e-mail address and password. Check both; capitals count, and after about five wrong passwords Garmin locks the account.',
  locked: `Garmin has locked this account. Set a new password ${atGarmin} (“Forgot password?”), then sign in again.`,
  disabled: `Garmin has disabled this account, or has a question about it. Sign in once ${atGarmin} to see what it is.`,
  captcha: 'Garmin wants to see a captcha solved, which takes a browser.',
  child: 'This account is a child’s. Garmin lets no program sign in to it; its parents can, to their own.',
  phoneNumber: `Garmin asks for a phone number of this account first. Sign in once ${atGarmin}, do what it asks, then try again.`,
  challenged: 'Garmin takes this sign-in for a robot’s and answers with a page for browsers (HTTP 403).',
  otherDoor: 'Garmin does not let accounts with a code in this way (error 427).',
  unexpected: 'Garmin answered the sign-in with something other than a sign-in’s answer.',
  unknownType: 'Garmin answered the sign-in in a way that this version does not know.',
  wrongCode:
    'Three codes were not the right ones. Sign in again for a new one; with an authenticator app, see whether the clock of its phone is right.',
  codeLimit: 'Garmin gives this account no more codes for now. Try again in 24 hours.',
  codeTooLate: 'Garmin has stopped waiting for the code. Sign in again, and give the newest code within ten minutes.',
  ticket:
    'Garmin does not take this ticket. It is good once and for about half a minute, from the page whose address is given here. Try again.',
  noApp: 'Garmin no longer knows the apps that this version speaks for. Update Weighbridge, and sign in again.',
  inactive:
    'Garmin lets this account sign in but does not accept the tokens that came of it (“Token is not active”), which depends on the way they were made.',
} as const;

export type RefusedReason = keyof typeof sentences;

/** A sign-in that Garmin has refused for a reason of its own. The message is a sentence for the person. */
export class SignInRefused extends RejectedError {
  readonly reason: RefusedReason;

  /** @param said Garmin's own word for it, if it has said one */
  constructor(reason: RefusedReason, { status, said }: { status?: number; said?: string } = {}) {
    // Only a plain name may be repeated: who knows what else an answer holds.
    const word = said !== undefined && /^[A-Za-z_]{1,60}$/.test(said) ? ` It said: ${said}.` : '';
    super(sentences[reason] + word, {
      service: 'Garmin',
      action: 'sign-in',
      ...(status !== undefined && { status }),
    });
    this.reason = reason;
  }

  /** Whether another of Garmin's doors may open: this one was closed to the program, not to the person. */
  get isWorthAnotherDoor(): boolean {
    return elsewhere.includes(this.reason);
  }

  /** Whether the person gets in with a browser. */
  get isWorthABrowser(): boolean {
    return [...elsewhere, 'captcha', 'unknownType'].includes(this.reason);
  }
}

const elsewhere: readonly RefusedReason[] = ['challenged', 'otherDoor', 'unexpected', 'inactive'];

/** As long as clients left it alone that got in again; whoever keeps the time doubles it, up to a day. */
export const leaveAloneSeconds = 2 * 3600;

/** 429: any further try would begin the wait anew, and deepen it. */
export const tooManySignIns = (waitSeconds = leaveAloneSeconds): RetryError =>
  new RetryError(tooManySentence(waitSeconds), { service: 'Garmin', action: 'sign-in', status: 429, waitSeconds });

export const tooManySentence = (waitSeconds: number): string =>
  `Garmin refuses sign-ins for now, because there were too many. Leave it alone for ${inWords(waitSeconds)}, from everywhere: each try before then makes it longer.`;

function inWords(seconds: number): string {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  const [count, unit] = minutes < 120 ? [minutes, 'minute'] : [Math.ceil(minutes / 60), 'hour'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
