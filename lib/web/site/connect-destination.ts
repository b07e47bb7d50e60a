import { type DestinationName, destinationTitles } from '../../destination.ts';
import { kindOf } from '../../errors.ts';
import { parseGarminDomain } from '../../garmin/region.ts';
import { parseTokenFile } from '../../garmin/token-file.ts';
import { parseAthleteId, parsePastedKey } from '../../intervals/credentials.ts';
import { errorFields, sentenceFor } from '../../log.ts';
import { type Credentials, keepCredentials } from '../../sync/keep-credentials.ts';
import { tryCredentials } from '../../sync/try-credentials.ts';
import { parsePastedCookie } from '../../trainerroad/credentials.ts';
import type { Notice } from '../response.ts';
import type { Site, Visit } from './visit.ts';

/** What somebody entered to connect a destination. Each throws a RejectedError that says what is wrong with it. */
type Reader = (form: URLSearchParams, site: Pick<Site, 'garminDoor'>) => Promise<Credentials>;
const readers: Readonly<Record<DestinationName, Reader>> = {
  garmin: async (form, { garminDoor }) => {
    const domain = parseGarminDomain(form.get('domain') ?? 'garmin.com');
    const ticket = form.get('ticket');
    const credentials =
      ticket === null ? parseTokenFile(form.get('tokens') ?? '') : await garminDoor.tokensFor(ticket, domain);
    return { credentials, domain };
  },
  trainerroad: async (form) => ({ credentials: { cookie: parsePastedCookie(form.get('cookie') ?? '') } }),
  intervals: async (form) => {
    const athlete = form.get('athleteId')?.trim();
    const apiKey = parsePastedKey(form.get('apiKey') ?? '');
    return { credentials: { apiKey, ...(athlete && { athleteId: parseAthleteId(athlete) }) } };
  },
};

/** Tries what was entered, and keeps it when the destination accepts it. */
export async function connect({ account, form, site }: Visit, name: DestinationName): Promise<Notice> {
  const { full } = destinationTitles[name];
  try {
    const { health, ...credentials } = await tryCredentials(account, name, await readers[name](form, site), site);
    await keepCredentials(account, name, credentials, site);
    await noteEnd(account.account, name, health.credentialsEndAt, site);
  } catch (error) {
    if (kindOf(error) === 'bug') throw error;
    site.log.warn('Something entered to connect a destination was not accepted', {
      destination: name,
      ...errorFields(error),
    });
    return { tone: 'act', words: `${sentenceFor(error)} Nothing was changed.` };
  }
  return { tone: 'done', words: `${full} is connected. What is missing there is sent within the next minutes.` };
}

async function noteEnd(
  id: string,
  name: DestinationName,
  credentialsEndAt: number | undefined,
  { accounts }: Visit['site'],
): Promise<void> {
  if (credentialsEndAt === undefined) return;
  await accounts.change(await accounts.mustGet(id), (account) => {
    const connection = account.connections[name];
    if (!connection) return account;
    return { ...account, connections: { ...account.connections, [name]: { ...connection, credentialsEndAt } } };
  });
}
