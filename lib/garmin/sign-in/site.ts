import { type GarminDomain, type GarminHosts, garminHosts } from '../region.ts';

/** Garmin with its sign-in. */
export interface GarminSite extends GarminHosts {
  domain: GarminDomain;
  /** Base URL of the sign-in, without a trailing slash. */
  sso: string;
}

/** The hosts of a domain; an override takes the place of one, for a simulator. */
export const garminSite = (
  domain: GarminDomain,
  overrides: { sso?: string | undefined; diauth?: string | undefined; connectapi?: string | undefined } = {},
): GarminSite => ({ ...garminHosts(domain, overrides), domain, sso: overrides.sso ?? `https://sso.${domain}` });

/**
 * What tickets are made out to. Only compared, never fetched, and byte by byte: hence the same with a simulator.
 */
export const serviceOf = {
  mobile: ({ domain }: GarminSite): string => `https://mobile.integration.${domain}/gcm/android`,
  widget: ({ domain }: GarminSite): string => `https://sso.${domain}/sso/embed`,
};

/** Proof of a sign-in: good once, for some seconds, and only together with the service it was made out to. */
export interface Ticket {
  id: string;
  service: string;
}
