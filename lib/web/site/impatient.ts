import type { Caller } from '../../withings/transport.ts';

/** Somebody waits in front of a browser: what Withings does not answer at once is not asked again. */
export const impatient = (caller: Caller): Caller => ({ call: (call) => caller.call({ ...call, tries: 1 }) });
