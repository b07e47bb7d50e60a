import type { Account } from '../../account.ts';

/** Whether somebody runs this Weighbridge. */
export const isOwner = (account: Account): boolean => account.owner === true;
