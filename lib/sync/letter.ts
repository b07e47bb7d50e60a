import type { Account } from '../account.ts';
import { inAscii } from '../owner-topic.ts';

/** Whom a letter is about, in their own script: the owner may look after several people. */
export const nameOf = ({ name, account }: Account): string =>
  oneLine(name) ?? `the person with Withings user ${account}`;

/** The same for a subject line, which takes only ASCII. */
export const subjectNameOf = ({ name, account }: Account): string =>
  inAscii(oneLine(name) ?? '') ?? `Withings user ${account}`;

const oneLine = (name: string | undefined): string | undefined => name?.replaceAll(/\s+/g, ' ').trim() || undefined;

/** Paragraphs, with who it is about before and where to look after them. */
export function letter(account: Account, publicUrl: string, ...paragraphs: (string | undefined)[]): string {
  const about = oneLine(account.name) ? `${nameOf(account)} (Withings user ${account.account})` : nameOf(account);
  const where = `What arrived where, and why not: ${publicUrl}`;
  return [`This is about ${about}.`, ...paragraphs, where].filter((paragraph) => paragraph !== undefined).join('\n\n');
}

/** The day in the person's own zone: `12 November 2026`. */
export const dayOf = (at: number, { timeZone }: Account): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'long', year: 'numeric' }).format(at);
