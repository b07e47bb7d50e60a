import type { GarminAccount } from '../state.ts';
import { nextId, randomHex, type World } from '../world.ts';

/** A ticket for one service; `suffix` is the mark of the door that gave it. */
export function mintTicket(world: World, accountId: string, service: string, suffix: 'cas' | 'sso'): string {
  const { sso } = world.state;
  const now = world.clock.now();
  for (const [old, { expiresAt }] of Object.entries(sso.tickets)) if (expiresAt <= now) delete sso.tickets[old];
  const ticket = `ST-${nextId(world)}-${randomHex(world, 20)}-${suffix}`;
  sso.tickets[ticket] = { accountId, service, expiresAt: now + sso.knobs.ticketSeconds * 1000, used: false };
  return ticket;
}

/** Whose ticket it is, if it is good for this service, byte for byte. A second time it is not. */
export function redeemTicket({ state, clock }: World, id: string, service: string): GarminAccount | undefined {
  const ticket = Object.hasOwn(state.sso.tickets, id) ? state.sso.tickets[id] : undefined;
  if (!ticket || ticket.used || ticket.expiresAt <= clock.now() || ticket.service !== service) return undefined;
  ticket.used = true;
  return state.accounts[ticket.accountId];
}

/** Whether tokens for a ticket of this service are among those that the data API does not know. */
export function becomesInactive({ state }: World, service: string): boolean {
  const { inactiveTokensFor } = state.sso.knobs;
  const door = service.endsWith('/sso/embed') ? 'embed' : 'mobile';
  return inactiveTokensFor === 'all' || inactiveTokensFor === door;
}
