const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token that looks signed. */
export const jwt = (claims: Record<string, unknown>): string =>
  `${base64url({ alg: 'RS256', typ: 'JWT' })}.${base64url(claims)}.c2lnbmF0dXJl`;
