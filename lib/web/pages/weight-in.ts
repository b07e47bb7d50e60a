import { roundHalfUp } from '../../decimal.ts';
import type { Settings } from '../../settings.ts';

export type WeightUnits = Settings['units'];

/** A weight as somebody reads it: `80.9` `kg`, `178.4` `lb`, `12 st 10.4` `lb`. */
export interface WeightFigure {
  figure: string;
  unit: 'kg' | 'lb';
}

export type Decimals = 0 | 1 | 2;

/** Exact by definition, since 1959. */
export const kgPerLb = 0.453_592_37;
export const lbPerStone = 14;

/**
 * @param write a number with so many decimals
 * @param decimals of the smallest unit
 */
export function weightIn(
  units: WeightUnits,
  weightKg: number,
  write: (value: number, decimals: Decimals) => string,
  decimals: Decimals = 1,
): WeightFigure {
  if (units === 'kg') return { figure: write(weightKg, decimals), unit: 'kg' };
  // Rounded before it is divided: 13.96 lb are 1 st, not 14.0 lb.
  const pounds = roundHalfUp(weightKg / kgPerLb, decimals);
  // A bone mass, or a change, is less than a stone.
  if (units === 'lb' || pounds < lbPerStone) return { figure: write(pounds, decimals), unit: 'lb' };
  const stones = Math.trunc(pounds / lbPerStone);
  const rest = pounds - stones * lbPerStone;
  return { figure: `${write(stones, 0)}\u00a0st ${write(rest, decimals)}`, unit: 'lb' };
}
