import { isDeepStrictEqual } from 'node:util';
import { settingsOf } from '../../settings.ts';
import { settingsContent } from '../pages/settings.ts';
import { seeOther, type WebResponse } from '../response.ts';
import { page } from './page.ts';
import { readSettingsForm, type SettingsForm } from './settings-form.ts';
import type { Route, Visit } from './visit.ts';

const current = '/settings';

export const settingsRoutes: readonly Route[] = [
  { method: 'GET', path: current, answer: async (visit) => show(visit, asStored(visit), 200) },
  { method: 'POST', path: current, answer: save },
];

const asStored = ({ account }: Visit): SettingsForm => ({ chosen: settingsOf(account), typed: {}, problems: {} });

async function save(visit: Visit): Promise<WebResponse> {
  const { account, form, site } = visit;
  const known = settingsOf(account);
  const entered = readSettingsForm(form, known);
  const { chosen, problems } = entered;
  if (Object.keys(problems).length > 0) return show(visit, entered, 422);
  if (isDeepStrictEqual(chosen, known)) return seeOther(current, { tone: 'done', words: 'It was so already.' });
  await site.accounts.change(account, (newest) => ({ ...newest, settings: { ...newest.settings, ...chosen } }));
  return seeOther(current, { tone: 'done', words: 'Saved. What is delivered already stays as it is.' });
}

function show(visit: Visit, entered: SettingsForm, status: number): WebResponse {
  const title = status === 200 ? 'Settings' : 'Not saved yet';
  return page(visit, { title, current, status, content: settingsContent(entered, visit.csrf, visit.locale) });
}
