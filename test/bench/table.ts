import { type Benchmark, type Figure, isMet, type Target, type Unit } from './benchmark.ts';

/** The figures of one benchmark as a person reads them. */
export function tableOf({ name, title }: Pick<Benchmark, 'name' | 'title'>, figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.what,
    `${number(figure.value, figure.unit)}`,
    figure.than ? `${figure.than.what}: ${number(figure.than.value, figure.unit)}` : '',
    figure.ratio === undefined ? '' : `× ${round(figure.ratio)}`,
    figure.target ? targetOf(figure.target, figure.unit) : '',
    verdict(figure),
  ]);
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, column) => Math.max(widest[column] ?? 0, cell.length)),
    [],
  );
  const lines = rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  );
  const withNotes = lines.flatMap((line, index) => {
    const note = figures[index]?.note;
    return note ? [line, ...note.split('\n').map((part) => `      ${part}`)] : [line];
  });
  return [`${title}  (--only ${name})`, ...withNotes, ''].join('\n');
}

function verdict(figure: Figure): string {
  const met = isMet(figure);
  return met === undefined ? '' : met ? 'met' : 'NOT MET';
}

function targetOf(target: Target, unit: Unit): string {
  const bound = 'atMost' in target ? target.atMost : target.atLeast;
  const words = 'atMost' in target ? 'at most' : 'at least';
  return `${words} ${target.of === 'ratio' ? `× ${bound}` : number(bound, unit)}`;
}

function number(value: number, unit: Unit): string {
  if (unit === 'USD') return `$${value < 10 ? value.toFixed(2) : Math.round(value).toLocaleString('en')}`;
  return unit === 'count' ? round(value) : `${round(value)} ${unit}`;
}

/** Three digits that say something. */
function round(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}
