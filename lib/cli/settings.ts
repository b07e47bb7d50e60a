import { isDeepStrictEqual } from 'node:util';
import type { Account } from '../account.ts';
import { accountsOf } from '../runtime.ts';
import { defaultSettings, type Settings, settingsOf } from '../settings.ts';
import type { AccountStore } from '../store/accounts.ts';
import { inColumns } from './columns.ts';
import { askingAws, deployedHost } from './deployment.ts';
import { findAccount, titleOf } from './find-account.ts';
import {
  parseChanges,
  type SettingChanges,
  type SettingName,
  settingNames,
  settingWords,
  wordFor,
} from './setting-words.ts';

export interface SettingsOptions {
  /** Number or name of an account. */
  for?: string;
  json?: boolean;
}

/** `weighbridge settings`: shows what a person of the deployed stack has chosen, or changes it. */
export async function settings(pairs: readonly string[], { for: wanted, json }: SettingsOptions): Promise<void> {
  const changes = parseChanges(pairs);
  const host = await deployedHost();
  const { before, after } = await askingAws(async () => {
    const accounts = accountsOf(host);
    const account = await findAccount(accounts, wanted);
    return { before: account, after: await store(accounts, account, changes) };
  });
  const text = json ? asJson(before, after) : pairs.length > 0 ? changesText(before, after) : table(after);
  process.stdout.write(`${text}\n`);
}

/** Stores what is different; what is so already costs no write. */
async function store(accounts: AccountStore, account: Account, changes: SettingChanges): Promise<Account> {
  const own = account.settings ?? {};
  if (isDeepStrictEqual(applied(own, changes), own)) return account;
  return accounts.change(account, (current) => ({ ...current, settings: applied(current.settings ?? {}, changes) }));
}

function applied(own: Partial<Settings>, { chosen, takenBack }: SettingChanges): Partial<Settings> {
  const result = { ...own, ...chosen };
  for (const name of takenBack) delete result[name];
  return result;
}

function table(account: Account): string {
  const now = settingsOf(account);
  const { lines, rule } = inColumns([
    ['setting', 'now', 'default', 'meaning'],
    ...settingNames.map((name) => {
      const { meaning, takes } = settingWords[name];
      return [name, wordFor(now[name]), wordFor(defaultSettings[name]), `${meaning}: ${takes}`];
    }),
  ]);
  const [heads, ...rows] = lines;
  const hint = 'Change one with KEY=VALUE, such as muscleMass=skeletal; KEY=default takes it back.';
  return [`Settings of ${titleOf(account)}`, '', heads, rule, ...rows, rule, hint].join('\n');
}

function changesText(before: Account, after: Account): string {
  const differences = differencesBetween(before, after).map(
    ([name, { from, to }]) => `${name}: ${wordFor(from)} → ${wordFor(to)}`,
  );
  const title = titleOf(after);
  return differences.length > 0 ? [`${title}:`, ...differences].join('\n') : `${title}: it was so already.`;
}

function asJson(before: Account, after: Account): string {
  const { account, name } = after;
  const changed = Object.fromEntries(differencesBetween(before, after));
  return JSON.stringify({ account, name, settings: settingsOf(after), changed });
}

type Difference = { from: Settings[SettingName]; to: Settings[SettingName] };

function differencesBetween(before: Account, after: Account): [SettingName, Difference][] {
  const [old, now] = [settingsOf(before), settingsOf(after)];
  return settingNames.flatMap((name): [SettingName, Difference][] =>
    old[name] === now[name] ? [] : [[name, { from: old[name], to: now[name] }]],
  );
}
