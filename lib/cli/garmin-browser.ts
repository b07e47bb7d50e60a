import { RejectedError } from '../errors.ts';
import type { SignInAccess } from '../garmin/sign-in/access.ts';
import { mobilePageUrl } from '../garmin/sign-in/mobile-page.ts';
import { ticketFromPaste } from '../garmin/sign-in/pasted-ticket.ts';
import { SignInRefused } from '../garmin/sign-in/refused.ts';
import { openWith, type SignedIn } from '../garmin/sign-in/sign-in.ts';
import type { GarminSite } from '../garmin/sign-in/site.ts';
import { Interrupted } from './interruptible.ts';
import { pastes } from './pastes.ts';
import { UserError } from './user-error.ts';

const tries = 5;

/**
 * The sign-in for which Garmin's own page asks in the person's own browser; only the ticket that comes of it is brought
 * here by hand. Works where Garmin lets no program sign in.
 */
export async function signInWithBrowser(
  access: Pick<SignInAccess, 'fetch' | 'clock' | 'site' | 'clientIds'>,
  signal: AbortSignal,
): Promise<SignedIn> {
  say(instructions(access.site));
  let left = tries;
  for await (const pasted of pastes(signal)) {
    try {
      return await openWith(access, ticketFromPaste(pasted, access.site));
    } catch (error) {
      left -= 1;
      if (!(error instanceof RejectedError) || !isAboutThePaste(error) || left === 0) throw error;
      say(`${error.message}\nPaste another one:`);
    }
  }
  if (signal.aborted) throw new Interrupted('Stopped.');
  throw new UserError('No ticket was given. Pipe in, or paste, the answer that Garmin’s page got.');
}

/** Another paste may be better; what Garmin has against the account it will go on having. */
const isAboutThePaste = (error: RejectedError): boolean =>
  !(error instanceof SignInRefused) || error.reason === 'ticket';

const instructions = (site: GarminSite): string => `Sign in with your browser:

  1. Open a new tab and its developer tools (F12; on a Mac ⌥⌘I). There choose “Network”,
     tick “Preserve log”, and type  mobile/api  into the filter.
  2. In that tab open

       ${mobilePageUrl(site)}

     and sign in, with the code if Garmin asks for one.
  3. Click the newest line of the list: “login”, or “verifyCode” after a code. Choose
     “Response”, and copy all of it. It holds a serviceTicketId that begins with ST-.
  4. Paste it here at once, and press Enter: it is good for about half a minute, and once.
`;

const say = (text: string): void => void process.stderr.write(`${text}\n`);
