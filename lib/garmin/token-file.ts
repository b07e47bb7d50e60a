import * as v from 'valibot';
import { RejectedError } from '../errors.ts';
import { type GarminTokens, knownClientIds, readAccessToken, refreshTokenLifeMs } from './tokens.ts';

/** Goes into a header as it is. */
const token = v.pipe(v.string(), v.trim(), v.regex(/^[!-~]+$/));
const fileSchema = v.object({
  di_token: token,
  di_refresh_token: token,
  di_client_id: v.nullish(v.pipe(v.string(), v.trim(), v.regex(/^\w*$/))),
});

/**
 * An access token is not known to live longer; the age of a file whose token does not say when it was issued is
 * judged by it.
 */
const longestAccessTokenLifeMs = 24 * 3600_000;

/**
 * Reads `garmin_tokens.json` (`{di_token, di_refresh_token, di_client_id}`), the file in which sign-in tools keep a
 * pair of tokens.
 *
 * @throws RejectedError that says what is wrong with the file.
 */
export function parseTokenFile(text: string): GarminTokens {
  const json = parseJson(text);
  const file = v.safeParse(fileSchema, json);
  if (!file.success) throw wrongFile(whyNot(json));
  const { di_token: accessToken, di_refresh_token: refreshToken, di_client_id } = file.output;
  const { expiresAt, issuedAt, clientId } = readAccessToken(accessToken);
  if (expiresAt === undefined) throw wrongFile('its di_token is damaged: was it copied whole?');
  return {
    accessToken,
    refreshToken,
    clientId: clientId ?? (di_client_id || knownClientIds[0]!),
    expiresAt,
    refreshExpiresAt: (issuedAt ?? expiresAt - longestAccessTokenLifeMs) + refreshTokenLifeMs,
  };
}

/** The file for a pair of tokens, as {@link parseTokenFile} and other tools read it. */
export const formatTokenFile = ({ accessToken, refreshToken, clientId }: GarminTokens): string =>
  `${JSON.stringify({ di_token: accessToken, di_refresh_token: refreshToken, di_client_id: clientId }, null, 2)}\n`;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrongFile('it is not JSON');
  }
}

const oldKinds = ['oauth_token', 'oauth1_token', 'oauth2_token', 'access_token'];

function whyNot(json: unknown): string {
  if (typeof json !== 'object' || json === null) return 'it holds no di_token';
  if (oldKinds.some((key) => key in json)) return 'it is of the older kind (garth), which Garmin no longer renews';
  const missing = ['di_token', 'di_refresh_token'].find((key) => !(key in json));
  return missing ? `it holds no ${missing}` : 'one of its fields is empty, damaged or no text';
}

const wrongFile = (reason: string): RejectedError =>
  new RejectedError(
    `This is not a usable garmin_tokens.json: ${reason}. Sign in to Garmin again and use the new file.`,
    { service: 'Garmin', action: 'import' },
  );
