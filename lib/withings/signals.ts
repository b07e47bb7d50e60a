import { unusable } from './options.ts';

/** @throws RejectedError when it cannot be the number of a signal. */
export function signalidParam(action: string, signalid: unknown): { signalid: number } {
  if (typeof signalid === 'number' && Number.isSafeInteger(signalid) && signalid >= 0) return { signalid };
  throw unusable(action, 'signalid is no whole number: take it from the list of recordings.');
}
