import { html } from 'hono/html';
import { checkbox, choice, form, numberField } from './page.ts';

export interface FaultForm {
  /** What is planned already. */
  faults: readonly { on: string; answer: string | number; times?: number }[];
  /** The fields that say which calls are meant. */
  calls: unknown;
  /** What may be seen of a call that goes wrong, as a person reads it. */
  answers: Readonly<Record<string, string>>;
  /** More fields about the answer. */
  more?: unknown;
}

/** The switch that lets calls go wrong, and the way to forget what is planned. */
export const faultForm = ({ faults, calls, answers, more = '' }: FaultForm) => html`
  ${form(
    '/switches/faults',
    'Let the next calls go wrong',
    'Plan it',
    html`
      ${calls}
      ${choice('answer', 'Are answered with', answers)}
      ${more}
      ${checkbox('taken', 'What was asked for is done all the same', false)}
      ${numberField('times', 'So many calls; all of them when empty', 1, 1)}
    `,
  )}
  ${
    faults.length > 0 &&
    form(
      '/switches/no-faults',
      'Planned',
      'Forget these',
      html`<ol>${faults.map(({ on, answer, times }) => html`<li>${on}, ${times ?? 'every'} ×: ${answers[answer]}</li>`)}</ol>`,
    )
  }
`;

/** Which of these calls. */
export const callChoice = (calls: readonly string[]) =>
  choice('on', 'Calls of', Object.fromEntries(calls.map((call) => [call, call])));

export const retryAfterField = html`<label>With 429: Retry-After, in seconds or as a date <input name="retryAfter"></label>`;
