import { html } from 'hono/html';
import type { StateRefusal } from '../oauth-state.ts';
import { messagePage } from './message.ts';
import { signInWithWithings } from './signing-in.ts';

/* What can come of opening an invite and of coming back from Withings. */

const openAgain =
  'Open the link you were sent once more and start again: it stays good until a connection succeeds, for 24 hours at most.';

const askOwner = 'Ask the person who runs this Weighbridge for a link.';

export function notInvitedPage(): string {
  return messagePage({
    title: 'This needs an invitation',
    sentences: [
      'Only somebody with a link from the owner can connect a Withings account here. Otherwise anybody could link their scale to somebody else’s Garmin.',
      `${askOwner} If you have connected before, sign in: your page is still there.`,
    ],
    action: signInWithWithings,
    tone: 'plain',
  });
}

export function inviteExpiredPage(): string {
  return messagePage({
    title: 'This link is no longer good',
    sentences: [
      'It has been used, it is older than 24 hours, or it was not copied whole.',
      'Ask the person who runs this Weighbridge for a new one. If you have connected before, nothing is lost: your measurements go on being carried, and you can sign in.',
    ],
    action: signInWithWithings,
    tone: 'act',
  });
}

/** @param name how the owner calls the person */
export function connectedPage({ name }: { name?: string } = {}): string {
  return messagePage({
    title: 'Connected',
    sentences: [
      `${name ? `Thank you, ${name}. ` : ''}Your measurements are being fetched; the first sync takes a minute or two.`,
      'You need not wait for it. Your page opens by itself in a few seconds.',
    ],
    action: { href: '/', label: 'Open your page' },
    tone: 'done',
    refresh: { seconds: 6, to: '/' },
  });
}

export function refusedAtWithingsPage(): string {
  return messagePage({
    title: 'Nothing was connected',
    sentences: [
      'You did not agree at Withings, so nothing was stored and nothing is read.',
      `Changed your mind? ${openAgain}`,
    ],
    tone: 'plain',
  });
}

/** After a consent from which the measurements were taken out. */
export function tooLittleGrantedPage(): string {
  return messagePage({
    title: 'Without measurements there is nothing to carry',
    sentences: [
      'You agreed at Withings, but not to sharing your measurements (“user.metrics”). Nothing was connected.',
      `To connect after all, leave that permission switched on. ${openAgain}`,
    ],
    tone: 'act',
  });
}

export function deadCodePage(): string {
  return messagePage({
    title: 'That took a moment too long',
    sentences: [
      'Withings gives 30 seconds to come back after you agree, and they had passed. This happens when the page is reloaded or the network is slow.',
      openAgain,
    ],
    tone: 'act',
  });
}

function stateUsedPage(): string {
  return messagePage({
    title: 'This step has been done already',
    sentences: [
      'The page you came back to works once, and it has been opened before, perhaps with the browser’s reload or back button.',
      'If you saw “Connected” or your page, all is well. If not, open the link you were sent once more, or sign in again.',
    ],
    action: { href: '/', label: 'Open your page' },
    tone: 'plain',
  });
}

function otherBrowserPage(): string {
  return messagePage({
    title: 'Please stay in one browser',
    sentences: [
      'You began in another browser, or this one keeps no cookies, so it is not certain that this is still you. Nothing was connected.',
      'Open the link you were sent in the browser in which you sign in to Withings, and go through in one go. If you have connected before, sign in here.',
    ],
    action: signInWithWithings,
    tone: 'act',
  });
}

function stateExpiredPage(): string {
  return messagePage({
    title: 'That took more than ten minutes',
    sentences: [
      'For safety, coming back from Withings works for ten minutes only. Nothing was connected.',
      `${openAgain} If you have connected before, sign in.`,
    ],
    action: signInWithWithings,
    tone: 'act',
  });
}

/** The page for a state that was not accepted; its status is 400. */
export function stateRefusedPage(refusal: StateRefusal): string {
  return stateRefusedPages[refusal]();
}

const stateRefusedPages: Readonly<Record<StateRefusal, () => string>> = {
  forged: notInvitedPage,
  expired: stateExpiredPage,
  otherBrowser: otherBrowserPage,
  used: stateUsedPage,
};

export function withingsProblemPage(): string {
  return messagePage({
    title: 'Withings is not answering as it should',
    sentences: ['You did nothing wrong, and nothing was connected. This usually passes within minutes.', openAgain],
    tone: 'act',
  });
}

/** @param callbackUrl what has to be entered at Withings as the callback address */
export function notConfiguredPage({ callbackUrl }: { callbackUrl: string }): string {
  return messagePage({
    title: 'Not set up yet',
    sentences: [
      'This Weighbridge does not know its Withings application, so nobody can connect or sign in for now. A link that you were sent stays good; try it again when the owner has finished.',
      html`If you are the owner: create an application at
<a href="https://developer.withings.com/dashboard/" rel="noreferrer">developer.withings.com/dashboard</a> with the callback address
<code>${callbackUrl}</code>, then put its client id and client secret into the secret of this stack, beside the master key.`,
    ],
    tone: 'act',
  });
}
