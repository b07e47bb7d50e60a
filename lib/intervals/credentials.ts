import { RejectedError } from '../errors.ts';

/** What is kept for one person. Never log the key. */
export interface IntervalsCredentials {
  /** From the site's settings page. It does not expire, and nothing renews it. */
  apiKey: string;
  /** `i123456`; absent for the athlete whose key it is. */
  athleteId?: string;
}

/**
 * The API key in what a person copied: the key alone, or with the user name that it is used with.
 *
 * @throws RejectedError when it cannot be one.
 */
export function parsePastedKey(pasted: string): string {
  const key = pasted.trim().replace(/^API_KEY:/, '');
  if (/^[\x21-\x7e]{8,200}$/.test(key)) return key;
  throw refused('That is not an intervals.icu API key: copy it whole from Settings, Developer Settings.');
}

/** @throws RejectedError when it cannot be one. */
export function parseAthleteId(pasted: string): string {
  const id = pasted.trim();
  if (/^i?\d{1,12}$/.test(id)) return id;
  throw refused(
    'That is not an intervals.icu athlete id: it looks like i123456 and stands in Settings, Developer Settings.',
  );
}

const refused = (message: string): RejectedError => new RejectedError(message, { service: 'intervals.icu' });
