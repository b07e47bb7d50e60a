import { randomInt } from 'node:crypto';
import * as v from 'valibot';
import { LocalCloudError } from '../local-cloud-error.ts';

const generateSchema = v.object({
  PasswordLength: v.optional(v.number(), 32),
  ExcludeCharacters: v.optional(v.string(), ''),
  ExcludeLowercase: v.optional(v.boolean(), false),
  ExcludeUppercase: v.optional(v.boolean(), false),
  ExcludeNumbers: v.optional(v.boolean(), false),
  ExcludePunctuation: v.optional(v.boolean(), false),
  IncludeSpace: v.optional(v.boolean(), false),
  RequireEachIncludedType: v.optional(v.boolean(), true),
  SecretStringTemplate: v.optional(v.string()),
  GenerateStringKey: v.optional(v.string()),
});

/** How the template begins a secret. */
export const secretPropertiesSchema = v.object({
  SecretString: v.optional(v.string()),
  GenerateSecretString: v.optional(generateSchema),
});

/** The first value of a secret: given, or generated as CloudFormation would. */
export function firstValueOf({
  SecretString,
  GenerateSecretString: how,
}: v.InferOutput<typeof secretPropertiesSchema>): string {
  if (!how) return SecretString ?? '';
  const password = generatePassword(how);
  if (how.SecretStringTemplate === undefined || how.GenerateStringKey === undefined) return password;
  const around = v.parse(
    v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown())),
    how.SecretStringTemplate,
  );
  return JSON.stringify({ ...around, [how.GenerateStringKey]: password });
}

function generatePassword(how: v.InferOutput<typeof generateSchema>): string {
  const alphabets = [
    how.ExcludeLowercase ? '' : 'abcdefghijklmnopqrstuvwxyz',
    how.ExcludeUppercase ? '' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    how.ExcludeNumbers ? '' : '0123456789',
    how.ExcludePunctuation ? '' : '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
    how.IncludeSpace ? ' ' : '',
  ]
    .map((alphabet) => [...alphabet].filter((character) => !how.ExcludeCharacters.includes(character)))
    .filter((alphabet) => alphabet.length > 0);
  const all = alphabets.flat();
  if (all.length === 0)
    throw new LocalCloudError('A secret of the template is to be generated from no characters at all.');
  const pick = (from: string[]): string => from[randomInt(from.length)] ?? '';
  for (;;) {
    const password = Array.from({ length: how.PasswordLength }, () => pick(all));
    const complete = alphabets.every((alphabet) => password.some((character) => alphabet.includes(character)));
    if (complete || !how.RequireEachIncludedType || how.PasswordLength < alphabets.length) return password.join('');
  }
}
