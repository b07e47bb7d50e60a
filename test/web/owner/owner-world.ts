import type { Account } from '../../../lib/account.ts';
import type { DeadLetter } from '../../../lib/dead-letters.ts';
import type { Tallies } from '../../../lib/store/rounds.ts';
import { askToRemove } from '../../../lib/sync/remove-person.ts';
import type { Office } from '../../../lib/web/owner/office.ts';
import { ownerParts } from '../../../lib/web/owner/parts.ts';
import { ownParts } from '../../../lib/web/site/routes.ts';
import { siteWorld } from '../site/site-world.ts';

/** The site with an owner who is signed in, and an office in which everything can be arranged. */
export async function ownerWorld(address?: string) {
  const desk = {
    queue: { visible: 0, inFlight: 0, delayed: 0 },
    letters: [] as DeadLetter[],
    lettersInHand: 0,
    rounds: new Map<string, Tallies>(),
    callsAMinute: Array.from({ length: 10 }, () => 0),
    redriven: 0,
    redriveRuns: false,
  };
  const office: Office = {
    queues: {
      depth: async () => desk.queue,
      deadLetters: async () => ({
        ...{ visible: desk.letters.length, inFlight: desk.lettersInHand, delayed: 0 },
        letters: desk.letters.slice(0, 10),
      }),
      redrive: async () => {
        desk.redriven += 1;
        return !desk.redriveRuns;
      },
    },
    rounds: { month: async (at) => desk.rounds.get(new Date(at).toISOString().slice(0, 7)) ?? {} },
    budget: { lastMinutes: async () => desk.callsAMinute },
    versions: { weighbridge: '0.1.0', node: '24.21.0' },
    removePerson: (account) => askToRemove(account, { accounts: world.accounts, queue: world.sqs.queue }),
  };
  const world = siteWorld({ ...(address && { address }), pages: new Map([...ownParts, ...ownerParts(office)]) });

  async function somebody(name: string, changes: Partial<Account> = {}) {
    const person = await world.person(name.toLowerCase().replaceAll(/\W/g, '') || 'nobody');
    await world.accounts.change(await person.account(), (account) => ({ ...account, name, ...changes }));
    return person;
  }
  const owner = await somebody('Ada', { owner: true });
  const browser = await world.signedIn(owner.id);
  return { ...world, desk, office, owner, browser, somebody };
}

export type OwnerWorld = Awaited<ReturnType<typeof ownerWorld>>;
