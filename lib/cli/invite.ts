import type { Host } from '../host.ts';
import { secretsOf, shortLivedOf } from '../runtime.ts';
import { Seal } from '../store/seal.ts';
import { inviteLink, mintInvite } from '../web/invites.ts';
import { type ReadyConnections, sealForInvite } from './connections.ts';

export interface InviteRequest {
  /** Whom it is for, as their page will call them. */
  name?: string | undefined;
  connections: ReadyConnections;
  /** Whether it is for whoever runs this; not, when absent. */
  owner?: boolean;
}

/** Makes an invite, with the destinations that are signed in to already inside it, and returns its link. */
export async function makeLink(
  host: Host,
  { name, connections, owner }: InviteRequest,
): Promise<{ link: string; expiresAt: number }> {
  const { sealing } = await secretsOf(host).masterKeys();
  const surroundings = { store: shortLivedOf(host), clock: host.clock };
  const { token, expiresAt } = await mintInvite(surroundings, async (id) => ({
    ...(name && { name }),
    ...(owner && { owner }),
    connections: await sealForInvite(connections, id, new Seal(sealing)),
  }));
  return { link: inviteLink(host.publicUrl, token), expiresAt };
}
