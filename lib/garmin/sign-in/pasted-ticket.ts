import { RejectedError } from '../../errors.ts';
import { type GarminSite, serviceOf, type Ticket } from './site.ts';

/**
 * The ticket in what a person has copied out of their browser: the ticket alone, an address that ends in `ticket=`, or
 * the answer in which it stands, whole or in part.
 *
 * @throws RejectedError that says what is missing; it repeats nothing of the text
 */
export function ticketFromPaste(text: string, site: GarminSite): Ticket {
  const plain = text.replaceAll('\\/', '/');
  const id = /\bST-\w[\w.~-]+/.exec(plain)?.[0];
  if (!id) throw wrongPaste(whyNot(plain));
  const service = serviceIn(plain) ?? (id.endsWith('-cas') ? serviceOf.widget(site) : serviceOf.mobile(site));
  const { hostname } = new URL(service);
  if (hostname === site.domain || hostname.endsWith(`.${site.domain}`)) return { id, service };
  const other = site.domain === 'garmin.com' ? 'garmin.cn' : 'garmin.com';
  throw wrongPaste(
    hostname.endsWith(`.${other}`)
      ? `This ticket is of ${other}. Begin again with that region (--domain ${other}).`
      : 'This ticket was not made by Garmin’s sign-in. Use the page whose address is given here.',
  );
}

/** What the ticket is made out to, if the text says so: exactly as it stands there. */
function serviceIn(text: string): string | undefined {
  const named = /"serviceURL"\s*:\s*"([^"]+)"/.exec(text)?.[1];
  const address = /(https?:\/\/[^\s"'?]+)\?(?:[^\s"']*&)?ticket=ST-/.exec(text)?.[1];
  const service = named ?? address;
  return service !== undefined && URL.canParse(service) ? service : undefined;
}

function whyNot(text: string): string {
  if (/MFA_REQUIRED/.test(text)) {
    return 'This is the answer before the code. Enter the code in the browser; the ticket is in the answer to verifyCode.';
  }
  if (/"responseStatus"/.test(text)) return 'In this answer Garmin has refused the sign-in: it holds no ticket.';
  return 'There is no ticket in it: one begins with ST-.';
}

const wrongPaste = (message: string): RejectedError =>
  new RejectedError(message, { service: 'Garmin', action: 'sign-in' });
