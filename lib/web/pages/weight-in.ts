import { roundHalfUp } from '../../decimal.ts';
import type { Settings } from '../../settings.ts';

export type WeightUnits = Settings['units'];

/** A weight as somebody reads it: `80.9` `kg`, `178.4` `lb`, `12 st 10.4` `lb`. */
export interface WeightFigure {
  figure: string;
  unit: 'kg' | 'lb';
}

/** Exact by definition, since 1959. */
const kgPerLb = 0.453_592_37;
const lbPerStone = 14;

/** @param decimals of the smallest unit; 1 when absent */
export function weightIn(units: WeightUnits, weightKg: number, locale: string, decimals = 1): WeightFigure {
  const write = (value: number, digits: number): string =>
    new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
  if (units === 'kg') return { figure: write(roundHalfUp(weightKg, decimals), decimals), unit: 'kg' };
  // Rounded before it is divided: 13.96 lb are 1 st, not 14.0 lb.
  const pounds = roundHalfUp(weightKg / kgPerLb, decimals);
  if (units === 'lb') return { figure: write(pounds, decimals), unit: 'lb' };
  const stones = Math.trunc(pounds / lbPerStone);
  const rest = roundHalfUp(pounds - stones * lbPerStone, decimals);
  return { figure: `${write(stones, 0)}\u00a0st ${write(rest, decimals)}`, unit: 'lb' };
}
