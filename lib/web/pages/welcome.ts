import { html } from 'hono/html';
import { destinationTitles, entriesOf } from '../../destination.ts';
import { type InviteValue, onwards } from '../invites.ts';
import { layout } from './layout.ts';
import { listed } from './listed.ts';

/** What somebody reads who opens an invite: what will happen, what is kept and where, and the way on. */
export function welcomePage({ name, connections = {} }: InviteValue, link: string): string {
  const title = name ? `Welcome, ${name}` : 'Welcome';
  const titles = entriesOf(connections).map(([destination]) => destinationTitles[destination].full);
  const content = html`<article class="message welcome">
<h1>${title}</h1>
<p>Weighbridge carries what your Withings scale and blood pressure monitor measure to where you train, and looks whether it arrived.</p>
<h2>What will happen</h2>
<ol>
<li>Withings asks you whether Weighbridge may read your measurements. It needs to read, and it changes nothing there.</li>
<li>${carried(titles)}</li>
<li>From then on each new measurement follows within a minute, without you.</li>
</ol>
<h2>What is stored, and where</h2>
<p>Your measurements, the permission from Withings and the sign-ins to the other services, these encrypted: in the AWS account of the person
who sent you this link, and nowhere else. That person can see whether your measurements arrive. The password that you enter at Withings never comes here.</p>
<p>You can take everything with you, switch anything off, or delete it all under Settings, whenever you like.</p>
<p><a class="go" href="${onwards(link)}">Continue to Withings</a></p>
</article>`;
  return layout({ title: 'Welcome', content });
}

function carried(titles: readonly string[]): string {
  const fetched = 'What you have measured so far is fetched';
  if (titles.length === 0) return `${fetched}. You then choose where it goes: ${everywhere}.`;
  return `${fetched}, and what is missing at ${listed(titles)} is sent there, with the sign-in that this link brings along. Nothing arrives twice.`;
}

const everywhere = listed(
  Object.values(destinationTitles).map(({ full }) => full),
  'or',
);
