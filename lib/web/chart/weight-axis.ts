import { kgPerLb, lbPerStone, type WeightUnits } from '../pages/weight-in.ts';
import { type Axis, valueAxis } from './axes.ts';

/** An axis on which weights in kilograms are placed, with ticks that are round in the person's own unit. */
export interface WeightAxis extends Axis {
  tickWord(value: number): string;
}

/** Less than that is noise. */
const least = { kg: 2, lb: 4, st: 4 };
const count = 4;
/** In pounds; from half a stone on they are those of a scale of stones. */
const steps = [1, 2, 7, 14, 28, 70, 140];

export function weightAxis(
  units: WeightUnits,
  weightsKg: readonly number[],
  height: number,
  locale: string,
): WeightAxis {
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  if (units === 'kg') {
    return { ...valueAxis(weightsKg, height, least.kg, count), tickWord: (kg) => number.format(kg) };
  }
  const pounds = weightsKg.map((kg) => kg / kgPerLb);
  const isStones = units === 'st';
  const axis = valueAxis(pounds, height, least[units], count, isStones ? steps : undefined);
  return {
    place: (kg) => axis.place(kg / kgPerLb),
    ticks: axis.ticks,
    tickWord: isStones ? (value) => stonesAndPounds(value, number) : (value) => number.format(value),
  };
}

/** `12 st`, `12 st 7` */
function stonesAndPounds(pounds: number, number: Intl.NumberFormat): string {
  const rest = pounds % lbPerStone;
  const stones = `${number.format((pounds - rest) / lbPerStone)}\u00a0st`;
  return rest === 0 ? stones : `${stones}\u00a0${number.format(rest)}`;
}
