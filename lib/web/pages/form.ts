import { html } from 'hono/html';
import { csrfField } from '../site/csrf.ts';
import type { Content, Markup } from './layout.ts';

export interface Form {
  /** Where it is sent. */
  action: string;
  csrf: string;
  /** The fields and buttons. */
  content: Content;
}

/** A form that counts as ours. */
export const formOf = ({ action, csrf, content }: Form): Markup =>
  html`<form method="post" action="${action}"><input type="hidden" name="${csrfField}" value="${csrf}">${content}</form>`;

/** A form that is nothing but a button. */
export const buttonForm = (form: Omit<Form, 'content'>, label: Content, kind = ''): Markup =>
  formOf({ ...form, content: html`<button${kind && html` class="${kind}"`}>${label}</button>` });
