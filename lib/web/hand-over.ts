import * as v from 'valibot';
import { destinationNames, destinationTitles } from '../destination.ts';
import { RejectedError } from '../errors.ts';
import { parseAthleteId, parsePastedKey } from '../intervals/credentials.ts';
import { type HandOver, type HandOverContext, type HandOverRefusal, handOver } from '../sync/hand-over.ts';
import { parsePastedCookie } from '../trainerroad/credentials.ts';
import type { WebRequest } from './edge.ts';
import { respond, type WebResponse } from './response.ts';

/** Where sign-ins are handed over. */
export const handOverPath = '/hand-over';

/** Four times what the largest, Garmin's, takes. */
const bodyLimitBytes = 16 * 1024;

/** What goes into a header as it is. */
const token = v.pipe(v.string(), v.regex(/^[!-~]+$/));
/** Epoch milliseconds. What lies beyond every calendar, no page could say. */
const moment = v.pipe(v.number(), v.minValue(0), v.maxValue(Date.UTC(9999)));
/** As one of those who read what people paste into a form takes it. */
const readBy = (read: (text: string) => string) =>
  v.pipe(
    v.string(),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      try {
        return read(dataset.value);
      } catch (error) {
        if (!(error instanceof RejectedError)) throw error;
        addIssue({ message: error.message });
        return NEVER;
      }
    }),
  );

const given = { code: v.string() };
const schemas = {
  garmin: v.object({
    ...given,
    destination: v.literal('garmin'),
    credentials: v.object({
      accessToken: token,
      refreshToken: token,
      clientId: v.pipe(v.string(), v.regex(/^\w+$/)),
      expiresAt: moment,
      refreshExpiresAt: moment,
    }),
    domain: v.exactOptional(v.picklist(['garmin.com', 'garmin.cn'])),
  }),
  trainerroad: v.object({
    ...given,
    destination: v.literal('trainerroad'),
    // Strict: a password is not to travel, so one that does is refused and not passed over.
    credentials: v.strictObject({ cookie: readBy(parsePastedCookie) }),
  }),
  intervals: v.object({
    ...given,
    destination: v.literal('intervals'),
    credentials: v.object({ apiKey: readBy(parsePastedKey), athleteId: v.exactOptional(readBy(parseAthleteId)) }),
  }),
};
const envelope = v.pipe(v.string(), v.parseJson(), v.looseObject({ destination: v.picklist(destinationNames) }));

const refusals: Readonly<Record<HandOverRefusal, { status: number; message: string }>> = {
  unknown: {
    status: 403,
    message: 'This code is not known here. Copy it as it was shown, with the address beside it.',
  },
  expired: { status: 410, message: 'This code was good for an hour, which is over. Ask for a new one.' },
  used: { status: 410, message: 'This code has been used for this destination already. Ask for a new one.' },
  gone: { status: 410, message: 'The link that this code was made with is no longer good. Ask for a new one.' },
  busy: { status: 503, message: 'The link is being opened at this moment. Try again in a minute.' },
};

/**
 * Takes a sign-in that was made on somebody's own computer: JSON in, `{ message }` out, a sentence for whoever sent it.
 *
 * @param onKept told the destination when it was kept
 */
export async function answerHandOver(
  { body }: WebRequest,
  context: HandOverContext,
  onKept: (destination: string) => void,
): Promise<WebResponse> {
  if (Buffer.byteLength(body) > bodyLimitBytes) {
    return json(413, `That is too large: at most ${bodyLimitBytes / 1024} KB are read.`);
  }
  const read = readHandOver(body);
  if ('refusal' in read) return json(400, read.refusal);
  const title = destinationTitles[read.destination].full;
  const outcome = await handOver(read, context);
  if ('refusal' in outcome) {
    const { status, message } = refusals[outcome.refusal];
    return json(status, message);
  }
  onKept(read.destination);
  return json(
    200,
    outcome.kept === 'invite'
      ? `${title} is ready: it is connected as soon as the link is opened.`
      : `${title} is connected. What is waiting for it is sent within the next minutes.`,
  );
}

function readHandOver(body: string): HandOver | { refusal: string } {
  const opened = v.safeParse(envelope, body);
  if (!opened.success) {
    return { refusal: `A sign-in is handed over as JSON, with a destination out of ${destinationNames.join(', ')}.` };
  }
  const { destination } = opened.output;
  const { success, output } = v.safeParse(schemas[destination], opened.output);
  if (success) return output;
  return {
    refusal: `The sign-in to ${destinationTitles[destination].full} is damaged or not complete. Make it again.`,
  };
}

const json = (status: number, message: string): WebResponse =>
  respond(status, `${JSON.stringify({ message })}\n`, { headers: { 'content-type': 'application/json' } });
