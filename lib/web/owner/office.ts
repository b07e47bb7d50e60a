import type { Account } from '../../account.ts';
import type { QueueWatch } from '../../dead-letters.ts';
import type { BudgetUse } from '../../store/budget-use.ts';
import type { Rounds } from '../../store/rounds.ts';

/** Removes a person with all there is of them, now or as soon as nothing of theirs is under way. */
export type RemovePerson = (account: Account) => Promise<void>;

/** What the owner's pages look into, besides what every page is made with. */
export interface Office {
  queues: Pick<QueueWatch, 'depth' | 'deadLetters' | 'redrive'>;
  rounds: Pick<Rounds, 'month'>;
  budget: Pick<BudgetUse, 'lastMinutes'>;
  versions: { weighbridge: string; node: string };
  removePerson: RemovePerson;
}
