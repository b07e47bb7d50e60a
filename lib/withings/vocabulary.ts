/** The numbers of the Withings API that have a published name. A number without one is passed on as it is. */
export * from './vocabulary/afib-results.ts';
export * from './vocabulary/applis.ts';
export * from './vocabulary/attribs.ts';
export * from './vocabulary/brands.ts';
export * from './vocabulary/measure-types.ts';
export * from './vocabulary/models.ts';
export * from './vocabulary/named.ts';
export * from './vocabulary/positions.ts';
export * from './vocabulary/profile.ts';
export * from './vocabulary/sleep-states.ts';
export * from './vocabulary/workout-categories.ts';
