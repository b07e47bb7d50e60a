import { html } from 'hono/html';
import type { Account } from '../../account.ts';
import { formOf } from '../pages/form.ts';
import { seeOther, type WebResponse } from '../response.ts';
import { page } from '../site/page.ts';
import type { Route, Visit } from '../site/visit.ts';
import { forOwner } from './for-owner.ts';
import type { Office, RemovePerson } from './office.ts';
import { peoplePath, personPath } from './paths.ts';
import { withPerson } from './pausing.ts';
import { titleOf } from './person-card.ts';

const path = `${peoplePath}/{account}/remove`;

export const removalRoutes = ({ removePerson }: Pick<Office, 'removePerson'>): readonly Route[] => [
  forOwner('GET', path, (visit) => withPerson(visit, async (person) => confirmation(person, visit))),
  forOwner('POST', path, (visit) => withPerson(visit, (person) => remove(person, visit, removePerson))),
];

/** What will be gone, before it is. */
function confirmation(person: Account, visit: Visit): WebResponse {
  if (person.account === visit.account.account) return notYourself();
  const title = titleOf(person);
  const content = html`<h1>Remove ${title}?</h1>
<section class="spaced">
<p>This cannot be taken back. Gone will be:</p>
<ul class="plain">
<li>what ${title} allowed at Withings, with all notifications</li>
<li>every measurement and its way, and every file that was sent</li>
<li>the account, with its sign-ins to all destinations</li>
</ul>
<p>What has arrived at Garmin Connect, TrainerRoad and intervals.icu stays there. Backups of the tables and the files are kept by AWS for another five weeks, out of reach of these pages.</p>
${formOf({
  action: `${personPath(person.account)}/remove`,
  csrf: visit.csrf,
  content: html`<div class="actions"><button class="go danger">Remove ${title} for good</button><a href="${peoplePath}">Keep ${title}</a></div>`,
})}
</section>`;
  return page(visit, { title: 'Remove somebody', current: peoplePath, content });
}

async function remove(person: Account, { account, site }: Visit, removePerson: RemovePerson): Promise<WebResponse> {
  if (person.account === account.account) return notYourself();
  await removePerson(person);
  site.log.info('Removing an account');
  const words = `${titleOf(person)} is being removed. In a minute or two nothing of them is left here.`;
  return seeOther(peoplePath, { tone: 'done', words });
}

/** Whoever removes themselves here would lose these pages with it, by one tap too many. */
const notYourself = (): WebResponse =>
  seeOther(peoplePath, { tone: 'act', words: 'That is you. Delete your own data in your settings.' });
