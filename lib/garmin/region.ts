import { RejectedError } from '../errors.ts';

/** Garmin's two worlds. Each has its own users and its own tokens, which mean nothing to the other. */
const garminDomains = ['garmin.com', 'garmin.cn'] as const;
export type GarminDomain = (typeof garminDomains)[number];

/** Base URLs without a trailing slash: `diauth` renews tokens, `connectapi` holds the data. */
export interface GarminHosts {
  diauth: string;
  connectapi: string;
}

/** The hosts of a domain; an override takes the place of one, for a simulator. */
export function garminHosts(
  domain: GarminDomain,
  overrides: { diauth?: string | undefined; connectapi?: string | undefined } = {},
): GarminHosts {
  return {
    diauth: overrides.diauth ?? `https://diauth.${domain}`,
    connectapi: overrides.connectapi ?? `https://connectapi.${domain}`,
  };
}

/** @throws RejectedError for any domain but Garmin's own two: a token sent elsewhere is a token given away. */
export function parseGarminDomain(text: string): GarminDomain {
  const domain = garminDomains.find((known) => known === text.trim().toLowerCase());
  if (domain) return domain;
  throw new RejectedError(`The Garmin domain is ${garminDomains.join(' or ')}, nothing else.`, { service: 'Garmin' });
}
