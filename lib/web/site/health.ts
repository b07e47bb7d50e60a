import type { Clock } from '../../clock.ts';
import { errorFields, sentenceFor } from '../../log.ts';
import { OpenAccount } from '../../store/open-account.ts';
import { WithingsUser } from '../../withings/withings-user.ts';
import { activity } from '../health/activity.ts';
import { devices } from '../health/devices.ts';
import { goals } from '../health/goals.ts';
import { heart } from '../health/heart.ts';
import { Recently } from '../health/recently.ts';
import type { HealthSection } from '../health/section.ts';
import { sleep } from '../health/sleep.ts';
import { workouts } from '../health/workouts.ts';
import { healthPage, type Shown } from '../pages/health.ts';
import { signInWithWithings } from '../pages/signing-in.ts';
import { type Words, wordsFor } from '../pages/words.ts';
import type { WebResponse } from '../response.ts';
import { impatient } from './impatient.ts';
import { ownPage, signedInAs } from './page.ts';
import type { Route, Visit } from './visit.ts';

/** Each asks one service, once. */
const sections: readonly HealthSection[] = [activity, sleep, workouts, heart, devices, goals];

const keptMs = 5 * 60_000;
/** Longer than Withings refuses the same call. */
const failureKeptMs = 15_000;
/** Somebody waits, and the function that answers has 28 seconds in all. */
const answerWithinMs = 6_000;

export const healthRoutes: Route[] = healthRoutesWith(new Recently());

/** @param recently what this process has been told in the last minutes */
export function healthRoutesWith(recently: Recently<Shown>): Route[] {
  return [{ method: 'GET', path: '/health', answer: (visit) => health(visit, recently) }];
}

async function health(visit: Visit, recently: Recently<Shown>): Promise<WebResponse> {
  const { account, site, now } = visit;
  const words = wordsFor(visit);
  const granted = account.withings.scope.split(/[\s,]+/);
  let user: Promise<WithingsUser> | undefined;
  const open = () => {
    user ??= openUser(visit);
    return user;
  };
  const shown = await Promise.all(
    sections.map((section) => {
      if (account.withings.status === 'reauthorize') return signInFirst;
      if (!section.scopes.some((scope) => granted.includes(scope))) return notShared;
      const { locale, units } = words.numbers;
      const key = [section.id, account.account, locale, units, words.moments.timeZone].join('\n');
      const ask = () => within(site.clock, show(section, open, words, visit));
      return recently.get(key, now, ask, (one) => ('problem' in one ? failureKeptMs : keptMs));
    }),
  );
  const all = sections.flatMap(({ id, title }, index) => {
    const one = shown[index];
    return one ? [{ id, title, shown: one }] : [];
  });
  return ownPage(200, healthPage({ sections: all }, { ...signedInAs(visit), current: '/health' }));
}

const signInFirst: Shown = {
  remark: 'Withings does not let this account be read any more.',
  mend: signInWithWithings,
};

const notShared: Shown = {
  remark: 'This was not shared when you connected.',
  mend: { href: '/connections', label: 'Look at your connections' },
};

async function openUser({ site, account }: Visit): Promise<WithingsUser> {
  return new WithingsUser(impatient(await site.openWithings(new OpenAccount(site.accounts, account))));
}

async function show(
  section: HealthSection,
  open: () => Promise<WithingsUser>,
  words: Words,
  { now, site }: Visit,
): Promise<Shown> {
  try {
    const content = await section.show(await open(), { words, now });
    return content ? { content } : { remark: 'Withings has nothing of this.' };
  } catch (error) {
    site.log.warn('A part of the health page could not be shown.', { part: section.id, ...errorFields(error) });
    return { problem: sentenceFor(error) };
  }
}

/** One that takes too long is given up, and the others are shown. */
async function within(clock: Clock, work: Promise<Shown>): Promise<Shown> {
  const tooLong: Promise<Shown> = clock
    .sleep(answerWithinMs)
    .then(() => ({ problem: 'Withings takes too long to answer this.' }));
  return Promise.race([work, tooLong]);
}
