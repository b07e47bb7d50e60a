/**
 * What tells Garmin's entries apart: the time of measurement and Garmin's own key (`samplePk`, `version`), which is
 * the time of creation and might be the same for the entries of one file. Deleting needs the key alone: the part
 * behind the last dash.
 *
 * @param measuredMs epoch milliseconds
 */
export const entryId = (measuredMs: number, key: number | string | null | undefined): string =>
  `${measuredMs}-${key ?? ''}`;
