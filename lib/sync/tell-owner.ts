import type { Account } from '../account.ts';
import { errorFields } from '../log.ts';
import type { OwnerMail } from '../owner-topic.ts';
import { settingsOf } from '../settings.ts';
import type { OpenAccount } from '../store/open-account.ts';
import { concernsOf } from './concerns.ts';
import { allWell, wellAgain } from './good-news.ts';
import type { SyncContext } from './sync-context.ts';

/** What a sync is about to store. It may be asked of one copy of the account after another. */
export type Amendment = (account: Account) => Account;

export interface TellingContext extends SyncContext {
  /** Whether to look if the monthly line is due. */
  monthly: boolean;
}

interface News {
  key: string;
  /** Since when it is told, epoch milliseconds; absent when it is over. */
  since?: number;
  mail?: OwnerMail | undefined;
}

/** Stands among the concerns that were told: when the monthly line was last sent. */
const monthlyKey = 'monthly';
const monthMs = 30 * 24 * 3_600_000;

/**
 * Tells the owner what has begun or ended since they were last told, judged by the account as `amend` will leave it.
 * What is told is stored after it was sent, with the sync's own last write: a crash between repeats a mail and loses
 * none. A mail that does not get away fails nothing and is tried at the next sync.
 *
 * @returns the amendment that also remembers what was told
 */
export async function tellOwner(open: OpenAccount, amend: Amendment, context: TellingContext): Promise<Amendment> {
  const { mailOwner, log } = context;
  // Without a topic nobody was told: should there be one some day, all that is open is news.
  if (!mailOwner) return amend;
  const done: News[] = [];
  try {
    for (const news of await newsOf(open, amend, context)) {
      if (news.mail) await mailOwner(news.mail);
      done.push(news);
    }
  } catch (error) {
    log.warn('The owner could not be told everything; the next sync tries again', errorFields(error));
  }
  return done.length === 0 ? amend : (account) => remember(done, amend(account));
}

async function newsOf(open: OpenAccount, amend: Amendment, context: TellingContext): Promise<News[]> {
  const changes = changesOf(amend(open.current), context);
  // Before anybody is alarmed: somebody may have connected anew while this sync ran.
  if (changes.length > 0) return changesOf(amend(await open.reload()), context);
  return context.monthly ? monthlyNews(amend(open.current), context) : [];
}

function changesOf(account: Account, { clock, publicUrl }: TellingContext): News[] {
  const { told = {} } = account;
  const now = clock.now();
  const concerns = concernsOf(account, now, publicUrl);
  const isOpen = (key: string) => concerns.some((concern) => concern.key === key);
  return [
    ...concerns
      .filter(({ key }) => told[key] === undefined)
      .map(({ key, title: _, ...mail }) => ({ key, since: now, mail })),
    ...Object.keys(told)
      .filter((key) => key !== monthlyKey && !isOpen(key))
      .map((key) => ({ key, mail: wellAgain(key, account, publicUrl) })),
  ];
}

async function monthlyNews(account: Account, { clock, publicUrl, measurements }: TellingContext): Promise<News[]> {
  const now = clock.now();
  const isDue = settingsOf(account).monthlyNote && now - (account.told?.[monthlyKey] ?? 0) >= monthMs;
  if (!isDue || concernsOf(account, now, publicUrl).length > 0) return [];
  const items = await measurements.between(account.account, Math.floor((now - monthMs) / 1000), Math.floor(now / 1000));
  return [{ key: monthlyKey, since: now, mail: allWell(account, items, publicUrl) }];
}

function remember(news: readonly News[], { told: before, ...account }: Account): Account {
  const told = { ...before };
  for (const { key, since } of news) {
    if (since === undefined) delete told[key];
    else told[key] = since;
  }
  return Object.keys(told).length === 0 ? account : { ...account, told };
}
