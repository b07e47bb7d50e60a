import { html } from '../html.ts';
import type { WebResponse } from '../response.ts';
import { errorPage, tooLargePage } from './plain.ts';

/** What a visitor gets when something nobody foresaw went wrong, or was too large to be looked at. */
export const problemPages = {
  problem: (reference: string): WebResponse => html(500, errorPage(reference)),
  tooLarge: (limitKb: number): WebResponse => html(413, tooLargePage(limitKb)),
};
