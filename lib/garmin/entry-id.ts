/**
 * What tells Garmin's entries apart: the time of measurement and Garmin's own key (`samplePk`, `version`), which is
 * the time of creation and might be the same for the entries of one file.
 *
 * @param measuredMs epoch milliseconds
 */
export const entryId = (measuredMs: number, key: number | string | null | undefined): string =>
  `${measuredMs}-${key ?? ''}`;

/**
 * Keys that several of these entries share. Deleting goes by the key, so such an entry is never deleted: the other one
 * might go.
 */
export function sharedKeys(keys: readonly (number | string | null | undefined)[]): Set<number | string> {
  const seen = new Set<number | string>();
  return new Set(keys.filter((key) => key != null).filter((key) => seen.size === seen.add(key).size));
}
