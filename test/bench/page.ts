import { gzipSync } from 'node:zlib';
import { routesAt } from '../../lib/web/site/parts.ts';
import { ownParts } from '../../lib/web/site/routes.ts';
import { thisMorning, weighInOf } from '../web/pages/household.ts';
import { visitorOf } from '../web/site/visitor.ts';
import type { Benchmark, Figure } from './benchmark.ts';
import { median, timed } from './median.ts';

const weighIns = 5_000;
const daySeconds = 86_400;
const rounds = 30;

/** As functions/web/handler.ts answers them. A new page is one more line here. */
const pages: readonly [name: string, address: string][] = [
  ['the overview', '/'],
  ['the overview, with all ten years in its chart', '/?range=all'],
  ['the list of measurements', '/measurements'],
];

export const pageTimes: Benchmark = {
  name: 'page',
  title: `A page with ten years of history: ${weighIns} weigh-ins in the ledger`,
  async measure() {
    const items = Array.from({ length: weighIns }, (_, index) =>
      weighInOf(thisMorning - Math.floor((index * 3_650 * daySeconds) / weighIns), 80 + (index % 30) / 10),
    );
    const { go } = await visitorOf({ items });
    const figures: Figure[] = [];
    for (const [name, address] of pages) {
      const routes = await routesAt(address.split('?')[0] ?? '', ownParts);
      const render = async () => (await go(routes, address)).body;
      const page = await render();
      const times: number[] = [];
      for (let round = -10; round < rounds; round++) {
        const ms = await timed(render);
        if (round >= 0) times.push(ms);
      }
      figures.push(
        { what: `${name}: server time, tables in memory`, value: median(times), unit: 'ms' },
        {
          ...{ what: `${name}: bytes`, value: Buffer.byteLength(page) / 1000, unit: 'kB' },
          note: `${(gzipSync(page).length / 1000).toFixed(1)} kB compressed`,
        },
      );
    }
    return figures;
  },
};
