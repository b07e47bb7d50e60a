import { gzipSync } from 'node:zlib';
import type { LedgerItem } from '../../lib/ledger.ts';
import { MeasurementStore } from '../../lib/store/measurements.ts';
import { statusPage } from '../../lib/web/pages/status.ts';
import { statusView } from '../../lib/web/pages/status-view.ts';
import { memoryDatabase } from '../store/memory-database.ts';
import { accountOf, now, thisMorning, weighInOf } from '../web/pages/household.ts';
import type { Benchmark, Figure } from './benchmark.ts';
import { median, timed } from './median.ts';

const weighIns = 5_000;
const daySeconds = 86_400;
const rounds = 30;

interface Page {
  name: string;
  /** Everything between the account in hand and the text that is sent. */
  render(measurements: MeasurementStore): Promise<string>;
}

/** As functions/web/handler.ts makes them. A new page is one more line here. */
const pages: readonly Page[] = [
  {
    name: "a person's page",
    render: async (measurements) => {
      const account = accountOf();
      const items: LedgerItem[] = await measurements.newest(account.account, 120);
      return statusPage(statusView(account, items, now));
    },
  },
];

export const pageTimes: Benchmark = {
  name: 'page',
  title: `A page with ten years of history: ${weighIns} weigh-ins in the ledger`,
  async measure() {
    const database = memoryDatabase();
    const measurements = new MeasurementStore(database.documentClient, database.measurementsTable);
    const ledger = Array.from({ length: weighIns }, (_, index) => ({
      ...weighInOf(thisMorning - Math.floor((index * 3_650 * daySeconds) / weighIns), 80 + (index % 30) / 10),
      version: 0,
    }));
    await measurements.saveAll(ledger);
    const figures: Figure[] = [];
    for (const { name, render } of pages) {
      const page = await render(measurements);
      const times: number[] = [];
      for (let round = -10; round < rounds; round++) {
        const ms = await timed(() => render(measurements));
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
