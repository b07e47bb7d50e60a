import * as v from 'valibot';
import type { Account } from '../../account.ts';
import { ReauthorizeError } from '../../errors.ts';
import { errorFields, sentenceFor } from '../../log.ts';
import { OpenAccount } from '../../store/open-account.ts';
import { missingApplis } from '../../sync/withings-account.ts';
import type { Caller } from '../../withings/transport.ts';
import { getDevices } from '../../withings/user.ts';
import { impatient } from './impatient.ts';
import type { Visit } from './visit.ts';

const deviceSchema = v.object({
  model: v.nullable(v.string()),
  battery: v.nullable(v.string()),
  /** Epoch seconds. */
  seenAt: v.nullable(v.number()),
});
const factsSchema = v.object({
  /** Absent when the consent does not cover them. */
  devices: v.exactOptional(v.array(deviceSchema)),
  /** Whether Withings notifies us of weight and of blood pressure. */
  notifies: v.boolean(),
});

/** What only Withings itself can say of a connection. */
export type WithingsFacts = v.InferOutput<typeof factsSchema>;

/** Withings refuses the same call within ten seconds, and a battery does not run down in minutes. */
const rememberedMs = 10 * 60_000;
const kind = 'withings-facts';

/** Asks Withings, or remembers what it said some minutes ago; the sentence for the person when it does not say. */
export async function withingsFacts(visit: Visit): Promise<WithingsFacts | { problem: string }> {
  const { account, site, now } = visit;
  const known = v.safeParse(factsSchema, await site.shortLived.peek(kind, idOf(account)));
  if (known.success) return known.output;
  try {
    const facts = await ask(visit);
    await site.shortLived.put(kind, idOf(account), facts, now + rememberedMs);
    return facts;
  } catch (error) {
    site.log.warn('Withings did not tell of devices and notifications', errorFields(error));
    return { problem: sentenceFor(error) };
  }
}

/** What a new consent covers is not what was remembered of the one before. */
const idOf = ({ account, withings }: Account): string => `${account} ${withings.scope}`;

/** For whoever wants nothing of theirs to be remembered. */
export async function forgetWithingsFacts({ account, site }: Pick<Visit, 'account' | 'site'>): Promise<void> {
  await site.shortLived.take(kind, idOf(account));
}

async function ask({ account, site }: Visit): Promise<WithingsFacts> {
  const caller = impatient(await site.openWithings(new OpenAccount(site.accounts, account)));
  const missing = await missingApplis(caller, site.notifyAddress);
  const devices = await devicesOf(caller);
  return { notifies: missing.length === 0, ...(devices && { devices }) };
}

async function devicesOf(caller: Caller): Promise<NonNullable<WithingsFacts['devices']> | undefined> {
  try {
    const devices = await getDevices(caller);
    return devices.map(({ model, battery, last_session_date: seenAt }) => ({ model, battery, seenAt }));
  } catch (error) {
    if (error instanceof ReauthorizeError) return undefined;
    throw error;
  }
}
