import type { Host } from '../host.ts';
import { secretsOf, shortLivedOf } from '../runtime.ts';
import { Seal } from '../store/seal.ts';
import { mintHandOverCode } from '../web/hand-over-codes.ts';
import { inviteLink, mintInvite } from '../web/invites.ts';
import { type ReadyConnections, sealForInvite } from './connections.ts';

export interface Link {
  link: string;
  /** Epoch milliseconds. */
  expiresAt: number;
}

/** A link, and the code with which sign-ins are handed over to whoever opens it. */
export interface Invitation extends Link {
  code: string;
  codeExpiresAt: number;
}

export interface Guest {
  /** Whom it is for, as their page will call them. */
  name?: string | undefined;
  connections: ReadyConnections;
  /** Whether it is for whoever runs this; not, when absent. */
  owner?: boolean;
}

/** Makes an invite, with the destinations that are signed in to already inside it, and returns its link. */
export async function makeLink(host: Host, guest: Guest): Promise<Link> {
  const { link, expiresAt } = await mint(host, guest);
  return { link, expiresAt };
}

/** As {@link makeLink}, with a code. */
export async function makeInvitation(host: Host, guest: Guest): Promise<Invitation> {
  const { id, link, expiresAt } = await mint(host, guest);
  const code = await mintHandOverCode({ store: shortLivedOf(host), clock: host.clock }, { invite: id });
  return { link, expiresAt, code: code.code, codeExpiresAt: code.expiresAt };
}

async function mint(host: Host, { name, connections, owner }: Guest): Promise<Link & { id: string }> {
  const { sealing } = await secretsOf(host).masterKeys();
  const surroundings = { store: shortLivedOf(host), clock: host.clock };
  const { token, id, expiresAt } = await mintInvite(surroundings, async (id) => ({
    ...(name && { name }),
    ...(owner && { owner }),
    connections: await sealForInvite(connections, id, new Seal(sealing)),
  }));
  return { id, link: inviteLink(host.publicUrl, token), expiresAt };
}

/** What to type where the sign-ins are made; no AWS credentials are needed there. */
export const handOverCommands = ({ publicUrl }: Host, { code }: Invitation): string[] =>
  ['garmin', 'trainerroad', 'intervals'].map(
    (name) => `npx weighbridge ${name} login --code ${code} --to ${publicUrl}`,
  );
