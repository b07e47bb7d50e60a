import type { Account, Connection } from '../../lib/account.ts';
import { type DestinationName, destinationNames } from '../../lib/destination.ts';
import { parseTokenFile } from '../../lib/garmin/token-file.ts';
import type { Athlete } from '../../lib/sandbox/intervals/state.ts';
import type { Member } from '../../lib/sandbox/trainerroad/state.ts';
import type { SandboxPerson } from '../../lib/sandbox/withings/state.ts';
import type { Seal } from '../../lib/store/seal.ts';
import { keepCredentials } from '../../lib/sync/keep-credentials.ts';
import { authorizeUrl, exchangeCode, type WithingsTokens } from '../../lib/withings/oauth.ts';
import type { Scope } from '../../lib/withings/scope.ts';
import type { Engine } from './engine.ts';
import type { SimulatedVendors } from './simulated-vendors.ts';

const callback = 'http://localhost/oauth/callback';
const zone = 'Europe/Berlin';

export interface PersonOptions {
  /** What they are called at each vendor. */
  name: string;
  userid: number;
  connect?: readonly DestinationName[];
  /** What they share of Withings; weight and blood pressure when absent. */
  scopes?: readonly Scope[];
}

/** Somebody with a scale and an account at every vendor, whose measurements are carried. */
export interface Person {
  /** The account at Weighbridge. */
  id: string;
  name: string;
  userid: number;
  /** What Withings has of them. */
  scale: SandboxPerson;
  member: Member;
  athlete: Athlete;
  account(): Promise<Account>;
  /** Says yes at Withings. */
  consent(userid?: number): Promise<WithingsTokens>;
  /** Says yes at Withings once more, for the account. */
  connectWithings(): Promise<void>;
  /** Enters the password of TrainerRoad once more. */
  connectTrainerRoad(): Promise<void>;
  /** Enters the key of intervals.icu once more. */
  connectIntervals(): Promise<void>;
  /** Their account at Garmin: another one after they have connected another one. */
  garminId: string;
  /** Connects Garmin with the tokens of the first sign-in, or of one more, for good, perhaps to another account. */
  connectGarmin(how?: 'with the first sign-in' | 'with a new sign-in' | 'to another account'): Promise<void>;
}

export async function addPerson(
  { name, userid, connect = destinationNames, scopes = ['user.metrics'] }: PersonOptions,
  { withings, garmin, trainerroad, intervals, fetch }: SimulatedVendors,
  { app, accounts, context }: Engine,
  seal: Seal,
): Promise<Person> {
  const id = String(userid);
  const scale = withings.addPerson({ name, timezone: zone, userid });
  const member = trainerroad.addMember({ username: name, password: 'invented' });
  const athlete = intervals.addAthlete({ name, apiKey: `key of ${name}` });
  const firstSignIn = parseTokenFile(JSON.stringify(garmin.addAccount({ id: name, zone })));
  const sealed = async (credentials: object, vendor: string) => ({ sealed: await seal.seal(credentials, id, vendor) });
  const connected = async (destination: DestinationName, credentials: object): Promise<Connection> => ({
    status: 'connected',
    enrolled: false,
    newSince: 0,
    credentials: await sealed(credentials, destination),
  });

  const credentials: Record<DestinationName, object> = {
    garmin: firstSignIn,
    trainerroad: { username: name, password: 'invented' },
    intervals: { apiKey: athlete.apiKey },
  };
  const connections: Account['connections'] = {};
  for (const destination of connect) connections[destination] = await connected(destination, credentials[destination]);
  const tokens = await consent();
  await accounts.create({
    account: id,
    timeZone: 'UTC',
    connectedAt: context.clock.now(),
    withings: { status: 'connected', scope: tokens.scope, credentials: await sealed(tokens, 'withings') },
    connections,
  });

  async function consent(whose = userid): Promise<WithingsTokens> {
    const url = authorizeUrl(app, { redirectUri: callback, state: 'state', scopes });
    const body = new URLSearchParams({ decision: 'allow', userid: String(whose) });
    const response = await fetch(url, { method: 'POST', body });
    const code = new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? '';
    return exchangeCode(app, { code, redirectUri: callback });
  }

  const account = () => accounts.mustGet(id);

  /** The next sync finds it. */
  const queue = { send: async () => {} };
  const connectAgain = async (destination: DestinationName, credentials: object): Promise<void> =>
    keepCredentials(await account(), destination, { credentials }, { accounts, queue, seal });

  const person: Person = {
    ...{ id, name, userid, scale, member, athlete, account, consent, garminId: name },
    async connectWithings() {
      const tokens = await consent();
      const credentials = await sealed(tokens, 'withings');
      await accounts.change(await account(), (known) => ({
        ...known,
        withings: { status: 'connected', scope: tokens.scope, credentials },
      }));
    },
    async connectGarmin(how = 'with the first sign-in') {
      if (how === 'with the first sign-in') return connectAgain('garmin', firstSignIn);
      if (how === 'to another account') {
        person.garminId = `${person.garminId}, once more`;
        return connectAgain('garmin', parseTokenFile(JSON.stringify(garmin.addAccount({ id: person.garminId, zone }))));
      }
      await connectAgain('garmin', parseTokenFile(JSON.stringify(garmin.signIn(person.garminId))));
    },
    connectIntervals: () => connectAgain('intervals', credentials.intervals),
    connectTrainerRoad: () => connectAgain('trainerroad', credentials.trainerroad),
  };
  return person;
}
