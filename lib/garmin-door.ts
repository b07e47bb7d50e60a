import type { GarminDomain } from './garmin/region.ts';
import { mobilePageUrl } from './garmin/sign-in/mobile-page.ts';
import { ticketFromPaste } from './garmin/sign-in/pasted-ticket.ts';
import { garminSite } from './garmin/sign-in/site.ts';
import type { Host } from './host.ts';
import type { GarminDoor } from './web/site/visit.ts';

/** Garmin's own sign-in page, from which somebody brings a ticket in their browser, and what it is given for. */
export const garminDoor = ({ env, fetch, clock }: Pick<Host, 'env' | 'fetch' | 'clock'>): GarminDoor => {
  const siteOf = (domain: GarminDomain) =>
    garminSite(domain, {
      sso: env.GARMIN_SSO_URL,
      diauth: env.GARMIN_DIAUTH_URL,
      connectapi: env.GARMIN_CONNECTAPI_URL,
    });
  const clientIds = env.GARMIN_CLIENT_IDS?.split(',');
  return {
    pageOf: (domain) => mobilePageUrl(siteOf(domain)),
    tokensFor: async (pasted, domain) => {
      const { exchangeTicket } = await import('./garmin/sign-in/exchange-ticket.ts');
      const hosts = siteOf(domain);
      return exchangeTicket({ fetch, clock, hosts, ...(clientIds && { clientIds }) }, ticketFromPaste(pasted, hosts));
    },
  };
};
