import { BugError, type ErrorKind, ReauthorizeError, RetryError, type WeighbridgeError } from '../errors.ts';

/** The vendor's own families of envelope status codes. The code 503 of an envelope has nothing to do with HTTP 503. */
export type StatusFamily =
  | 'success'
  | 'authentication failed'
  | 'unauthorized'
  | 'not implemented'
  | 'timeout'
  | 'bad state'
  | 'too many requests'
  | 'invalid params'
  | 'an error occurred';

type Codes = readonly (number | readonly [first: number, last: number])[];

/** Withings developer documentation, "response status". What is listed nowhere is `an error occurred`. */
const codesOfFamily: Readonly<Record<Exclude<StatusFamily, 'an error occurred'>, Codes>> = {
  success: [0],
  'authentication failed': [[100, 102], 200, 401],
  unauthorized: [214, 277, 2553, 2555],
  'not implemented': [2554],
  timeout: [522],
  'bad state': [524],
  'too many requests': [601],
  // biome-ignore format: one hundred a line reads better than one code a line
  'invalid params': [
    [201, 213], [216, 218], [220, 221], 223, 225, [227, 230], [234, 236], 238, [240, 252], 254, [260, 267], [271, 272],
    [275, 276], [283, 288], 290, [293, 295], 297,
    [300, 304], 321, [323, 353], [380, 382],
    400,
    [501, 511], 523, 532,
    [3017, 3019],
  ],
};

const familyOfCode = new Map<number, StatusFamily>();
for (const [family, codes] of Object.entries(codesOfFamily) as [StatusFamily, Codes][]) {
  for (const code of codes) {
    const [first, last] = typeof code === 'number' ? [code, code] : code;
    for (let status = first; status <= last; status++) familyOfCode.set(status, family);
  }
}

export function familyOf(status: number): StatusFamily {
  return familyOfCode.get(status) ?? 'an error occurred';
}

/** Filed under `invalid params` today, but what an invalid token answered in older documentation: worth one renewal. */
const tokenInvalidOfOld = new Set([283, 342]);

const kindOfFamily: Readonly<Record<Exclude<StatusFamily, 'success'>, ErrorKind>> = {
  'authentication failed': 'reauthorize',
  unauthorized: 'reauthorize',
  'not implemented': 'bug',
  'invalid params': 'bug',
  timeout: 'retry',
  'bad state': 'retry',
  'too many requests': 'retry',
  'an error occurred': 'retry',
};

/** What a status other than 0 means for the work at hand. */
export function kindOfStatus(status: number): ErrorKind {
  const family = familyOf(status);
  if (family === 'success') throw new RangeError('Status 0 is success.');
  return tokenInvalidOfOld.has(status) ? 'reauthorize' : kindOfFamily[family];
}

/** Withings says only sometimes how long to wait; a quota of 120 calls a minute is whole again after one. */
const defaultPauseSeconds = 60;

/** The error for a status other than 0, as a sentence of ours: the vendor's own text is not passed on. */
export function statusError(status: number, action: string, waitSeconds?: number): WeighbridgeError {
  const context = { service: 'Withings', action, status };
  const family = familyOf(status);
  const where = `(${action}, status ${status})`;
  switch (kindOfStatus(status)) {
    case 'reauthorize':
      return new ReauthorizeError(
        family === 'unauthorized'
          ? `Withings does not allow this with the permissions it was granted ${where}: connect it again and leave every permission ticked.`
          : `Withings no longer accepts the access it was given ${where}: connect Withings again.`,
        context,
      );
    case 'retry': {
      if (family !== 'too many requests') {
        return new RetryError(`Withings could not answer just now: ${family} ${where}.`, context);
      }
      const pauseSeconds = waitSeconds ?? defaultPauseSeconds;
      return new RetryError(`Withings asks for a pause of ${pauseSeconds} s ${where}.`, {
        ...context,
        waitSeconds: pauseSeconds,
      });
    }
    default:
      return new BugError(`Withings refused the request: ${family} ${where}.`, context);
  }
}
