import { nameIn, names } from './named.ts';

/** `brand` of a day's activity: whose device counted it. */
export const brands = names({ 1: 'Withings', 18: 'External' });

export const nameOfBrand = (brand: number): string => nameIn(brands, brand);
