import { html } from 'hono/html';
import { inviteLink, mintInvite } from '../invites.ts';
import { Moments } from '../pages/moments.ts';
import type { WebResponse } from '../response.ts';
import { page } from '../site/page.ts';
import type { Route, Visit } from '../site/visit.ts';
import { forOwner } from './for-owner.ts';
import { invitePath, nameAtMost } from './invite-form.ts';
import { peoplePath } from './paths.ts';
import { peoplePage } from './people.ts';

/** The link is in this one answer only: a log, an address or a cookie could be read by somebody else. */
export const inviteRoutes: readonly Route[] = [forOwner('POST', invitePath, invite)];

async function invite(visit: Visit): Promise<WebResponse> {
  const { form, site, account, now, locale } = visit;
  const name = (form.get('name') ?? '').replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  if (name === '') return peoplePage(visit, { status: 400, problem: 'Say whom the link is for.' });
  if (name.length > nameAtMost) {
    return peoplePage(visit, { status: 400, problem: `Make it shorter: at most ${nameAtMost} letters.` });
  }
  const surroundings = { store: site.shortLived, clock: site.clock };
  const { token, expiresAt } = await mintInvite(surroundings, () => ({ name }));
  const until = new Moments(account.timeZone, now, locale).at(expiresAt).words;
  const content = html`<h1>A link for ${name}</h1>
<section class="spaced">
<p>Send it to ${name}, and to nobody else: whoever opens it first connects their scale with it. It is good once, until ${until}.</p>
<pre>${inviteLink(site.publicUrl, token)}</pre>
<p class="act">It is shown here only this once, and kept nowhere. Copy it before you go on.</p>
<p class="soft">They open it, agree at Withings, and then sign in to Garmin Connect, TrainerRoad or intervals.icu on their own page.</p>
<p class="actions"><a class="go" href="${peoplePath}">I have copied it</a></p>
</section>`;
  return page(visit, { title: 'A link', current: peoplePath, content });
}
