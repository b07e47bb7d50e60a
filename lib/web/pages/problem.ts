import { html } from '../html.ts';
import type { WebResponse } from '../response.ts';
import { errorPage } from './plain.ts';

/** What a visitor gets when something nobody foresaw went wrong. */
export const problemPage = (reference: string): WebResponse => html(500, errorPage(reference));
