import * as v from 'valibot';
import { defaultSettings, type Settings, settingsSchema } from '../settings.ts';
import { UserError } from './user-error.ts';

export type SettingName = keyof Settings;

interface Words {
  /** What it does, in a line of a table. */
  meaning: string;
  /** What may be given for it. */
  takes: string;
}

const onOff = 'on or off';

/** What each setting means, for the person at the terminal. */
export const settingWords: Readonly<Record<SettingName, Words>> = {
  muscleMass: {
    meaning: 'what Garmin gets as muscle: all of it, or an estimate of the skeletal part',
    takes: 'total or skeletal',
  },
  bloodPressure: { meaning: 'whether Garmin gets blood pressure', takes: onOff },
  dailyWeighIn: { meaning: 'which weigh-in stands for a day where only one can', takes: 'first, last or lowest' },
  outlierPercent: {
    meaning: 'a weigh-in so many percent away from the recent ones waits for a look',
    takes: 'a number from 0 to 100, or off',
  },
  silenceDays: {
    meaning: 'the owner is told after so many days in which nothing arrived',
    takes: 'a number of days from 0 to 365, or off',
  },
  monthlyNote: { meaning: 'whether the owner is told once a month that all is well', takes: onOff },
  units: { meaning: 'in which unit weights are shown on their page', takes: 'kg, lb or st' },
};

export const settingNames = Object.keys(settingWords).filter(isSettingName);

export interface SettingChanges {
  chosen: Partial<Settings>;
  /** To be as the default is, in a later version too. */
  takenBack: SettingName[];
}

/**
 * What `KEY=VALUE ...` asks for; the value `default` takes the own choice away.
 *
 * @throws UserError for what is no such pair, no setting, or no value of it
 */
export function parseChanges(pairs: readonly string[]): SettingChanges {
  const changes: SettingChanges = { chosen: {}, takenBack: [] };
  for (const pair of pairs) {
    const { name, text } = parsePair(pair);
    if (text === 'default') changes.takenBack.push(name);
    else Object.assign(changes.chosen, parseValue(name, text));
  }
  return changes;
}

function parsePair(pair: string): { name: SettingName; text: string } {
  const [, name = '', text = ''] = /^([^=]+)=(.*)$/.exec(pair) ?? [];
  if (!name) throw new UserError(`“${pair}” is not KEY=VALUE, such as muscleMass=skeletal.`);
  if (!isSettingName(name)) {
    throw new UserError(`There is no setting “${name}”. There are: ${settingNames.join(', ')}.`);
  }
  return { name, text };
}

function parseValue(name: SettingName, text: string): Partial<Settings> {
  const parsed = v.safeParse(settingsSchema, { [name]: typedValue(name, text) });
  if (parsed.success) return parsed.output;
  throw new UserError(`${name} takes ${settingWords[name].takes}, not “${text}”.`);
}

/** The text as the kind of value that the setting has; as text when it is none, which the schema refuses. */
function typedValue(name: SettingName, text: string): unknown {
  const isNumber = typeof defaultSettings[name] === 'number';
  if (isNumber && /^\d+([.,]\d+)?$/.test(text)) return Number(text.replace(',', '.'));
  if (isNumber && text === 'off') return 0;
  if (typeof defaultSettings[name] === 'boolean' && (text === 'on' || text === 'off')) return text === 'on';
  return text;
}

/** A value as it may be given: `off` for what is switched off. */
export function wordFor(value: Settings[SettingName]): string {
  if (value === true) return 'on';
  return value === false || value === 0 ? 'off' : String(value);
}

function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(settingWords, name);
}
