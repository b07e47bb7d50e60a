import { html } from 'hono/html';
import type { Settings } from '../../settings.ts';
import type { SettingsForm } from '../site/settings-form.ts';
import { buttonForm, formOf } from './form.ts';
import type { Markup } from './layout.ts';

/** What a person may decide, take along, and delete. */
export const settingsContent = (entered: SettingsForm, csrf: string, locale: string): Markup => html`<h1>Settings</h1>
${hasProblems(entered) && html`<p class="said act" role="alert">Nothing was saved yet: look at what is marked below.</p>`}
<section aria-labelledby="choices">
<h2 id="choices">How it is carried, and shown</h2>
${formOf({ action: '/settings', csrf, content: fields(entered, written(locale)) })}
</section>
<section aria-labelledby="export">
<h2 id="export">Take everything with you</h2>
<p>All that was ever received, with what became of it.</p>
<ul class="list">
<li><a href="/export/weighbridge.csv">CSV</a> for a spreadsheet</li>
<li><a href="/export/weighbridge.json">JSON</a>, with everything that Withings said</li>
<li><a href="/export/weighbridge.fit.zip">FIT files</a> in one ZIP, for Garmin Connect and other sports programs</li>
</ul>
</section>
<section aria-labelledby="sessions">
<h2 id="sessions">Signed in</h2>
<p>A browser that has not looked here for 12 hours is signed out by itself. If somebody else has a device of yours:</p>
<div class="actions">${buttonForm({ action: '/sign-out-everywhere', csrf }, 'Sign out everywhere')}</div>
</section>
<section aria-labelledby="delete">
<h2 id="delete">Delete everything</h2>
<p>Ends the permission at Withings, and deletes your measurements, files and sign-ins here. What was delivered stays where it is.</p>
<div class="actions"><a href="/delete">Delete everything …</a></div>
</section>`;

const hasProblems = ({ problems }: SettingsForm): boolean => Object.keys(problems).length > 0;

type Write = (value: number) => string;

/** As it can be typed in again: with the visitor's comma or point, and nothing between the thousands. */
const written = (locale: string): Write => {
  const format = new Intl.NumberFormat(locale, { useGrouping: false, numberingSystem: 'latn' });
  return (value) => format.format(value);
};

const fields = (entered: SettingsForm, write: Write): Markup => html`${choice(
  entered,
  'units',
  'Weights are shown in',
  [
    ['kg', 'kilograms'],
    ['lb', 'pounds'],
    ['st', 'stones and pounds'],
  ],
)}
${choice(
  entered,
  'dailyWeighIn',
  'Where a day has room for one weigh-in, it is',
  [
    ['first', 'the first of the day'],
    ['last', 'the last of the day'],
    ['lowest', 'the lowest of the day'],
  ],
  'intervals.icu keeps one a day; Garmin Connect takes all of them.',
)}
${choice(
  entered,
  'muscleMass',
  'Garmin gets as muscle mass',
  [
    ['total', 'all muscle, as Withings measures it'],
    ['skeletal', 'an estimate of the skeletal muscle, which is what Garmin means by it'],
  ],
  'What was sent before is not sent again.',
)}
${number(entered, write, 'outlierPercent', 'Hold a weigh-in for a look when it is this many percent from your usual weight', 'It may be somebody else on your scale. 0 holds none.')}
${toggle(entered, 'bloodPressure', 'Send blood pressure', 'What is measured while this is off is not sent later.')}
${number(entered, write, 'silenceDays', 'Tell the person who runs this after so many days in which nothing arrived', 'Counted only while you measure. 0 means never.')}
${toggle(entered, 'monthlyNote', 'Tell them once a month that all is well', 'No measured value is in any mail.')}
<button class="go">Save</button>`;

type ChoiceName = 'units' | 'dailyWeighIn' | 'muscleMass';

function choice(
  { chosen }: SettingsForm,
  name: ChoiceName,
  legend: string,
  options: readonly (readonly [value: string, label: string])[],
  hint?: string,
): Markup {
  return html`<fieldset class="field"><legend>${legend}</legend>${hint && html`<p>${hint}</p>`}
${options.map(
  ([value, label]) =>
    html`<label class="choice"><input type="radio" name="${name}" value="${value}"${chosen[name] === value && html` checked`}>${label}</label>`,
)}
</fieldset>`;
}

function toggle({ chosen }: SettingsForm, name: 'bloodPressure' | 'monthlyNote', label: string, hint: string): Markup {
  return html`<div class="field"><label class="choice"><input type="checkbox" name="${name}" value="on" aria-describedby="${name}-hint"${chosen[name] && html` checked`}>${label}</label>
<p id="${name}-hint">${hint}</p></div>`;
}

function number(
  { chosen, typed, problems }: SettingsForm,
  write: Write,
  name: Extract<keyof Settings, 'outlierPercent' | 'silenceDays'>,
  label: string,
  hint: string,
): Markup {
  const problem = problems[name];
  return html`<div class="field"><label for="${name}">${label}</label>
<p id="${name}-hint">${hint}</p>
${problem && html`<p id="${name}-problem" class="act">${problem}</p>`}
<input type="text" inputmode="decimal" class="short" id="${name}" name="${name}" value="${typed[name] ?? write(chosen[name])}" aria-describedby="${problem ? `${name}-problem` : `${name}-hint`}"${problem && html` aria-invalid="true"`}></div>`;
}
