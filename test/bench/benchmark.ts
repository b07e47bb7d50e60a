/** What a number counts; decides how it is printed. */
export type Unit = 'ms' | 's' | 'kB' | 'MB' | 'B' | 'USD' | 'units' | 'count';

/** One measured number, beside the number of the same run that it is compared with. */
export interface Figure {
  what: string;
  value: number;
  unit: Unit;
  /** What it is compared with, in the same unit. */
  than?: { what: string; value: number };
  /** `value / than.value`, or another proportion that the target is about. */
  ratio?: number;
  target?: Target;
  /** What else there is to know: the calls counted, the lines of a bill. */
  note?: string;
}

/** What is to be reached, by the value or by the ratio. */
export type Target = { of: 'value' | 'ratio' } & ({ atMost: number } | { atLeast: number });

export interface Benchmark {
  /** As `--only` knows it. */
  name: string;
  title: string;
  measure(): Promise<Figure[]>;
}

/** Whether the target is reached; undefined when there is none. */
export function isMet({ value, ratio, target }: Figure): boolean | undefined {
  if (!target) return undefined;
  const measured = target.of === 'value' ? value : ratio;
  if (measured === undefined) return undefined;
  return 'atMost' in target ? measured <= target.atMost : measured >= target.atLeast;
}

/** A figure beside the one it is compared with. */
export const compared = (figure: Omit<Figure, 'ratio'> & Required<Pick<Figure, 'than'>>): Figure => ({
  ...figure,
  ratio: figure.value / figure.than.value,
});
