const batteries: ReadonlyMap<string, string> = new Map([
  ['high', 'battery full'],
  ['medium', 'battery half full'],
  ['low', 'battery low: change or charge it soon'],
]);

/** How full a battery is, by Withings' word for it. */
export const batteryWords = (battery: string | null): string => batteries.get(battery ?? '') ?? 'battery unknown';
