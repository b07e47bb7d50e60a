import { type DestinationName, destinationNames, destinationTitles } from '../../destination.ts';
import { errorFields } from '../../log.ts';
import { type Check, checkConnection } from '../../sync/check-connection.ts';
import { disconnect, pause, resume } from '../../sync/switch-connection.ts';
import { mintHandOverCode } from '../hand-over-codes.ts';
import { html } from '../html.ts';
import { connectionsContent } from '../pages/connections.ts';
import { connectionsView } from '../pages/connections-view.ts';
import { handOverCodeContent } from '../pages/hand-over-code.ts';
import { Moments } from '../pages/moments.ts';
import { notFoundPage } from '../pages/plain.ts';
import { type Notice, seeOther, type WebResponse } from '../response.ts';
import { connect } from './connect-destination.ts';
import { page } from './page.ts';
import type { Route, Visit } from './visit.ts';
import { withingsFacts } from './withings-facts.ts';

const current = '/connections';

export const connectionRoutes: readonly Route[] = [
  { method: 'GET', path: current, answer: show },
  { method: 'POST', path: `${current}/{destination}/code`, answer: showCode },
  action('test', async (visit, name) => noticeOf(name, await checkConnection(visit.account, name, visit.site), visit)),
  action('pause', async ({ account, site }, name) => {
    await pause(account, name, site);
    return { tone: 'done', words: `${titleOf(name)} is paused. What you measure waits.` };
  }),
  action('resume', async ({ account, site }, name) => {
    await resume(account, name, site);
    return { tone: 'done', words: `${titleOf(name)} goes on. What has waited is sent within the next minutes.` };
  }),
  action('disconnect', async ({ account, site }, name) => {
    await disconnect(account, name, site);
    return { tone: 'done', words: `${titleOf(name)} is disconnected. What was delivered stays there.` };
  }),
  action('connect', connect),
];

const titleOf = (name: DestinationName): string => destinationTitles[name].full;

const destinationIn = ({ request }: Visit): DestinationName | undefined =>
  destinationNames.find((known) => known === request.pathParameters.destination);

/** Something that is done with one destination, and then said on the page of all. */
function action(verb: string, act: (visit: Visit, name: DestinationName) => Promise<Notice>): Route {
  return {
    method: 'POST',
    path: `${current}/{destination}/${verb}`,
    answer: async (visit) => {
      const name = destinationIn(visit);
      if (!name) return html(404, notFoundPage());
      return seeOther(`${current}#${name}`, await act(visit, name));
    },
  };
}

async function show(visit: Visit): Promise<WebResponse> {
  const { account, now, locale, site } = visit;
  const moments = new Moments(account.timeZone, now, locale);
  const reachable = account.withings.status === 'connected';
  const withings = reachable ? await withingsFacts(visit) : { problem: '' };
  const { pausedDestinations } = site;
  const view = connectionsView({ account, withings, pausedDestinations, moments, now });
  return page(visit, {
    title: 'Connections',
    current,
    content: connectionsContent(view, visit.csrf, site.garminDoor.pageOf),
  });
}

function noticeOf(name: DestinationName, check: Check, { account, now, locale, site }: Visit): Notice {
  const title = titleOf(name);
  switch (check.outcome) {
    case 'works':
      return { tone: 'done', words: `${title} answers, and accepts the sign-in.` };
    case 'paused':
      return { tone: 'act', words: `${title} was not called: it is switched off. Resume it first.` };
    case 'blocked': {
      const until = new Moments(account.timeZone, now, locale).at(check.until).words;
      return { tone: 'act', words: `${title} was not called: it asked to be left alone until ${until}.` };
    }
    case 'missing':
      return { tone: 'act', words: `${title} is not connected.` };
    case 'failed':
      site.log.warn('A test of a connection failed', { destination: name, ...errorFields(check.error) });
      return { tone: 'act', words: check.problem };
  }
}

async function showCode(visit: Visit): Promise<WebResponse> {
  const { account, site, now, locale } = visit;
  const name = destinationIn(visit);
  if (!name) return html(404, notFoundPage());
  const target = { account: account.account };
  const { code, expiresAt } = await mintHandOverCode({ store: site.shortLived, clock: site.clock }, target);
  const command = [`npx weighbridge ${name} login`, `--code ${code}`, `--to ${site.publicUrl}`];
  const until = new Moments(account.timeZone, now, locale).beside(expiresAt, now).words;
  const content = handOverCodeContent({ name, command, until });
  return page(visit, { title: `Sign in to ${titleOf(name)}`, current, content });
}
