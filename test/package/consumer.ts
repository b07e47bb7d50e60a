/** What somebody would write who has installed the package: signs the demo person in and reads a little of everything. */
export const script = `
import { FileTokenStore, RejectedError, WithingsClient, nameOfMeasureType } from 'weighbridge/withings';

const url = process.argv[2];
const client = new WithingsClient({
  clientId: 'sandbox-client',
  clientSecret: 'sandbox-secret',
  callbackURL: 'https://example.com/callback',
  accountUrl: url,
  apiUrl: url,
  signed: true,
});
const consent = await fetch(client.getAuthorizeURL('state', 'user.info,user.metrics,user.activity'), {
  method: 'POST',
  body: new URLSearchParams({ decision: 'allow' }),
  redirect: 'manual',
});
const code = new URL(consent.headers.get('location')).searchParams.get('code');
const store = new FileTokenStore('withings.json');
await store.put(await client.getAccessToken(code));

const user = client.forUser(store);
const [first] = await user.getUserMeasures({ meastypes: [1] });
const { type, decimal } = first.measures[0];
let steps = 0;
for await (const day of user.getUserActivities({ lastupdate: 0, dataFields: ['steps'] })) steps += day.steps ?? 0;
const refused = await user.getUserMeasures({ lastupdate: 1, startdate: 1 }).catch((error) => error);
console.log(JSON.stringify({
  measure: nameOfMeasureType(type),
  isWeight: decimal > 30 && decimal < 200,
  isActive: steps > 10_000,
  devices: (await user.getUserDevices()).length > 0,
  isRefused: refused instanceof RejectedError,
}));
`;

/** Compiles if the types are those that are promised. */
export const typedScript = `
import { type Activity, MemoryTokenStore, WithingsClient } from 'weighbridge/withings';

const client = new WithingsClient({ clientId: 'id', clientSecret: 'secret', callbackURL: 'https://example.com/callback' });
const user = client.forUser(new MemoryTokenStore(await client.getAccessToken('code')));
const days: Activity<'steps'>[] = await user.getUserActivities({ lastupdate: 0, dataFields: ['steps'] });
const steps: number | undefined = days[0]?.steps;
// @ts-expect-error: the distance was not asked for
days[0]?.distance;
// @ts-expect-error: there is no such field
await user.getUserActivities({ lastupdate: 0, dataFields: ['step'] });
// @ts-expect-error: there is no such scope
client.getAuthorizeURL('state', 'user.heartrate');
export { steps };
`;
