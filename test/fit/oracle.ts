import { Decoder, type FileIdMesg, type FitMessages, Stream } from '@garmin/fitsdk';
import { expect } from 'vitest';

/** The messages of a file as Garmin's own SDK reads them; fails unless the file is whole. */
export function decode(bytes: Uint8Array): FitMessages {
  const decoder = new Decoder(Stream.fromByteArray(bytes));
  expect(decoder.checkIntegrity()).toBe(true);
  const { messages, errors } = decoder.read();
  expect(errors).toEqual([]);
  return messages;
}

/** A time as the decoder gives it, as epoch seconds. */
export const secondsOf = (date: FileIdMesg['timeCreated']): number => Number(date) / 1000;
