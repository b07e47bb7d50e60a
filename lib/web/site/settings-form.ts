import * as v from 'valibot';
import { type Settings, settingsSchema } from '../../settings.ts';

/** What was entered, and what is wrong with it, by setting. */
export interface SettingsForm {
  chosen: Settings;
  /** As it was typed, where it is no number. */
  typed: Partial<Record<keyof Settings, string>>;
  problems: Partial<Record<keyof Settings, string>>;
}

/** What a number has to be, for the person who typed another one. */
const ranges = {
  outlierPercent: 'Enter a number of percent from 0 to 100; 0 switches the guard off.',
  silenceDays: 'Enter a number of days from 0 to 365; 0 means never.',
} as const;

const choices = ['units', 'dailyWeighIn', 'muscleMass'] as const;
const switches = ['bloodPressure', 'monthlyNote'] as const;
const numbers = ['outlierPercent', 'silenceDays'] as const;

/**
 * Reads the form of the settings. A box that is not ticked is not sent, so its absence means off; a choice that is absent
 * stays as it is.
 */
export function readSettingsForm(form: URLSearchParams, known: Settings): SettingsForm {
  const read: SettingsForm = { chosen: { ...known }, typed: {}, problems: {} };
  for (const name of choices) {
    const text = form.get(name);
    if (text !== null) take(read, name, text, 'Choose one of these.');
  }
  for (const name of switches) read.chosen[name] = form.get(name) !== null;
  for (const name of numbers) {
    const text = (form.get(name) ?? '').trim();
    take(read, name, numberIn(text) ?? text, ranges[name]);
    read.typed[name] = text.slice(0, 40);
  }
  return read;
}

/** With the digits of any of these keyboards (Arabic, Persian, full width), and with the comma or point of any language. */
function numberIn(typed: string): number | undefined {
  const text = typed
    .replaceAll(/[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/g, (digit) => String(digit.charCodeAt(0) % 16))
    .replaceAll(/[,\u066b\uff0c\uff0e]/g, '.');
  return /^\d{1,4}(\.\d{1,3})?$/.test(text) ? Number(text) : undefined;
}

function take(read: SettingsForm, name: keyof Settings, value: unknown, problem: string): void {
  const parsed = v.safeParse(settingsSchema, { [name]: value });
  if (parsed.success) Object.assign(read.chosen, parsed.output);
  else read.problems[name] = problem;
}
