import { bundleBudgetKb, bundleLimitKb } from '../infra/bundle-budget.ts';
import { bundleOf, bytesOf, functionNames, partsOf, startBytesOf } from '../infra/bundles.ts';
import { type Benchmark, compared } from './benchmark.ts';

const partsShown = 8;

export const bundleSize: Benchmark = {
  name: 'bundle-size',
  title: 'Bundles: size of each function, by package',
  measure: async () =>
    functionNames.map((name) => {
      const bundle = bundleOf(name);
      const parts = partsOf(bundle).slice(0, partsShown);
      const startKb = Math.round(startBytesOf(bundle) / 1000);
      return compared({
        ...{ what: name, value: bytesOf(bundle) / 1000, unit: 'kB' },
        than: { what: 'as last recorded', value: bundleBudgetKb[name]?.all ?? 0 },
        target: { of: 'value', atMost: bundleLimitKb(name) },
        note: `${startKb} kB to start with; ${parts.map(([part, bytes]) => `${part} ${Math.round(bytes / 1000)}`).join(', ')}`,
      });
    }),
};
