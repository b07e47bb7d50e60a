import * as v from 'valibot';
import { type DestinationName, destinationNames } from '../destination.ts';
import { BugError } from '../errors.ts';
import type { WebRequest } from './edge.ts';
import { randomToken, tokenHash } from './random-token.ts';
import type { Surroundings } from './short-lived.ts';

const sealedConnection = v.object({ sealed: v.string(), domain: v.exactOptional(v.string()) });
type SealedConnection = v.InferOutput<typeof sealedConnection>;

const inviteValue = v.object({
  /** How the owner calls the person. */
  name: v.exactOptional(v.string()),
  /** Credentials of destinations that were signed in to before the link was opened, sealed for `sealedFor(id)`. */
  connections: v.exactOptional(v.record(v.picklist(destinationNames), sealedConnection)),
  /** Whoever connects with it runs this Weighbridge. Only the command line makes such, with credentials for AWS. */
  owner: v.exactOptional(v.literal(true)),
});

/** Epoch milliseconds. */
const storedInvite = v.object({ ...inviteValue.entries, expiresAt: v.number() });

const takerValue = v.object({ account: v.string() });

export type InviteValue = v.InferOutput<typeof inviteValue>;

export interface Invite extends v.InferOutput<typeof storedInvite> {
  /** SHA-256 of the token, base64url: the only trace of it outside the link. */
  id: string;
}

const inviteLifetimeMs = 24 * 3_600_000;
const kind = 'invite';
const takerKind = 'invite-taker';

/** For whom credentials in an invite are sealed, as long as there is no account to seal them for. */
export const sealedFor = (inviteId: string): string => `${kind}#${inviteId}`;

/** The address to send to the person. Whoever has it may connect one Withings account, once. */
export function inviteLink(publicUrl: string, token: string): string {
  return `${publicUrl}/connect?invite=${token}`;
}

/** The name of what says that somebody has read the welcome and goes on. */
const onwardsTo = 'to';

/** Where the button of the welcome page leads: on to Withings, with the same link. */
export function onwards(link: string): string {
  return `${link}&${onwardsTo}=withings`;
}

/**
 * Whether somebody goes on from the welcome page. Whom a link of another's making sends straight past it reads it first:
 * it says which sign-ins the invite brings along. Browsers tell where a step was made; what does not say is none.
 */
export function goesOnwards({ query, headers }: Pick<WebRequest, 'query' | 'headers'>): boolean {
  const { 'sec-fetch-site': madeOn = 'same-origin' } = headers;
  return query.get(onwardsTo) === 'withings' && madeOn === 'same-origin';
}

/**
 * Makes an invite that is valid for 24 hours.
 *
 * @param describe what the invite holds; it gets the id, because credentials are sealed for it.
 */
export async function mintInvite(
  { store, clock, randomBytes }: Surroundings,
  describe: (id: string) => InviteValue | Promise<InviteValue>,
): Promise<{ token: string; id: string; expiresAt: number }> {
  const token = randomToken(randomBytes);
  const id = tokenHash(token);
  const expiresAt = clock.now() + inviteLifetimeMs;
  await store.put(kind, id, { connections: {}, ...(await describe(id)), expiresAt }, expiresAt);
  return { token, id, expiresAt };
}

/** The invite behind a link, which stays good: people open a link twice. Undefined when unknown, expired or used. */
export function peekInvite({ store }: Surroundings, token: string): Promise<Invite | undefined> {
  const id = tokenHash(token);
  return store.peek(kind, id).then((value) => parseInvite(id, value));
}

/**
 * Uses the invite up, at the end of a connection that succeeded. Undefined when somebody else has, or
 * it expired meanwhile.
 */
export async function takeInvite({ store }: Surroundings, id: string): Promise<Invite | undefined> {
  return parseInvite(id, await store.take(kind, id));
}

/**
 * Puts credentials, sealed for `sealedFor(id)`, into an invite that nobody has used yet: false, and nothing is put, when
 * somebody has, or it expired.
 */
export function addToInvite(
  { store }: Surroundings,
  id: string,
  name: DestinationName,
  connection: SealedConnection,
): Promise<boolean> {
  return store.setEntry(kind, id, { of: 'connections', key: name, value: connection });
}

/** Remembers whose account an invite became, for what is handed over to it afterwards. */
export async function noteTaker({ store, clock }: Surroundings, id: string, account: string): Promise<void> {
  await store.put(takerKind, id, { account }, clock.now() + inviteLifetimeMs);
}

/** The account that an invite became, or undefined when nobody has used it. */
export async function takerOf({ store }: Surroundings, id: string): Promise<string | undefined> {
  const parsed = v.safeParse(takerValue, await store.peek(takerKind, id));
  return parsed.success ? parsed.output.account : undefined;
}

/**
 * Makes a taken invite good again for what is left of its day, for what was to be done with it did not work out through
 * no fault of whoever brought it.
 */
export async function giveBackInvite({ store }: Surroundings, { id, ...value }: Invite): Promise<void> {
  await store.put(kind, id, value, value.expiresAt);
}

function parseInvite(id: string, value: unknown): Invite | undefined {
  if (value === undefined) return undefined;
  const parsed = v.safeParse(storedInvite, value);
  if (parsed.success) return { ...parsed.output, id };
  throw new BugError('A stored invite has a shape that this version does not know.', { service: 'Weighbridge' });
}
