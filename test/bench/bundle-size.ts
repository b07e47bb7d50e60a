import { bundleBudgetKb, bundleLimitKb } from '../infra/bundle-budget.ts';
import { bundleOf, bytesOf, functionNames, partsOf } from '../infra/bundles.ts';
import { type Benchmark, compared } from './benchmark.ts';

const partsShown = 8;

export const bundleSize: Benchmark = {
  name: 'bundle-size',
  title: 'Bundles: size of each function, by package',
  measure: async () =>
    functionNames.map((name) => {
      const bundle = bundleOf(name);
      const parts = partsOf(bundle).slice(0, partsShown);
      const startsWith = Math.round(bundle.entry.bytes / 1000) + startKb(bundle);
      return compared({
        ...{ what: name, value: bytesOf(bundle) / 1000, unit: 'kB' },
        than: { what: 'as last recorded', value: bundleBudgetKb[name] ?? 0 },
        target: { of: 'value', atMost: bundleLimitKb(name) },
        note: `${startsWith} kB to start with; ${parts.map(([part, bytes]) => `${part} ${Math.round(bytes / 1000)}`).join(', ')}`,
      });
    }),
};

/** The files that are loaded together with the handler, kB. */
function startKb({ entry, outputs, paths }: ReturnType<typeof bundleOf>): number {
  const wanted = new Set(entry.imports.filter(({ kind }) => kind === 'import-statement').map(({ path }) => path));
  const bytes = outputs.reduce((sum, output, index) => sum + (wanted.has(paths[index] ?? '') ? output.bytes : 0), 0);
  return Math.round(bytes / 1000);
}
