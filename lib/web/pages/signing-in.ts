import { messagePage } from './message.ts';

/* How somebody who is connected gets back to their page. */

/** Where signing in begins. */
export const signInPath = '/sign-in';

export const signInWithWithings = { href: signInPath, label: 'Sign in with Withings' } as const;

const tryAgain = { ...signInWithWithings, label: 'Sign in again' };

/** For the page of measurements, when the browser brings no session. */
export function notSignedInPage(): string {
  return messagePage({
    title: 'You are not signed in here',
    sentences: [
      'Measurements are shown only to the person they are of, and until nobody has looked at them for 12 hours. They go on being carried without it.',
      'Connected before? Withings will say who you are. If not, ask the person who runs this Weighbridge for a link.',
    ],
    action: signInWithWithings,
    tone: 'plain',
  });
}

export function signedOutPage(): string {
  return messagePage({
    title: 'Signed out',
    sentences: [
      'This browser shows no measurements now. They go on being carried as before.',
      'On a computer that others use, sign out at Withings too.',
    ],
    action: signInWithWithings,
    tone: 'plain',
  });
}

export function signedOutEverywherePage(): string {
  return messagePage({
    title: 'Signed out everywhere',
    sentences: [
      'No browser shows your measurements now, this one or any other. They go on being carried as before.',
      'If you did this because somebody else had your device, change your password at Withings too.',
    ],
    action: signInWithWithings,
    tone: 'plain',
  });
}

/** For a session of somebody who is not here any more. */
export function removedPage(): string {
  return messagePage({
    title: 'There is nothing of you here any more',
    sentences: [
      'Your account was removed, with your measurements and all sign-ins. What had been delivered before stays where it is.',
      'To be connected again, ask the person who runs this Weighbridge for a link.',
    ],
    tone: 'plain',
  });
}

/** For somebody whom Withings knows and this Weighbridge does not. */
export function strangerPage(): string {
  return messagePage({
    title: 'Nobody is connected here with that Withings account',
    sentences: [
      'Signing in opens a page that is there already; a new one takes a link from the person who runs this Weighbridge. Ask them for one.',
      'Nothing was stored. You can take back what you allowed in the Withings app.',
      'Do you have another Withings account? Sign out at Withings first, then sign in again.',
    ],
    action: tryAgain,
    tone: 'act',
  });
}

export function signInRefusedPage(): string {
  return messagePage({
    title: 'You were not signed in',
    sentences: [
      'You did not agree at Withings, so it did not say who you are. Your measurements go on being carried as before.',
    ],
    action: tryAgain,
    tone: 'plain',
  });
}

export function signInTooLatePage(): string {
  return messagePage({
    title: 'That took a moment too long',
    sentences: [
      'Withings gives 30 seconds to come back after you agree, and they had passed. This happens when the page is reloaded or the network is slow.',
    ],
    action: tryAgain,
    tone: 'act',
  });
}

export function signInProblemPage(): string {
  return messagePage({
    title: 'Withings is not answering as it should',
    sentences: ['You did nothing wrong, and nothing was changed. This usually passes within minutes.'],
    action: tryAgain,
    tone: 'act',
  });
}

export function tooLittleToMendPage(): string {
  return messagePage({
    title: 'Signed in, but still disconnected',
    sentences: [
      'Your measurements are not carried at the moment, and you did not agree to sharing them just now (“user.metrics”).',
      'Sign in once more and leave that permission switched on; then everything goes on from where it was.',
    ],
    action: { href: '/sign-in', label: 'Sign in with Withings' },
    tone: 'act',
  });
}
