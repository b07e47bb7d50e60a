import type { Account } from '../../account.ts';
import type { LedgerItem } from '../../ledger.ts';
import { settingsOf } from '../../settings.ts';

/** Everything the ledger knows, what Withings said included. Of the account what is the person's; no sign-in. */
export function jsonOf(account: Account, items: readonly LedgerItem[], now: number): string {
  const { account: id, name, timeZone, height, connectedAt } = account;
  const about = { withingsUserId: id, name, timeZone, height, connectedAt: new Date(connectedAt).toISOString() };
  const measurements = items.map(({ account: _same, version: _ours, ...item }) => item);
  const content = {
    ...{ exportedAt: new Date(now).toISOString(), account: about, settings: settingsOf(account), measurements },
  };
  return `${JSON.stringify(content, null, 1)}\n`;
}
