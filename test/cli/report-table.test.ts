import { describe, expect, it } from 'vitest';
import type { Report, ReportedEvent } from '../../lib/cli/report.ts';
import { reportTable } from '../../lib/cli/report-table.ts';

const at = '2026-11-19T07:10:00.000Z';
const weight = (minute: number, deliveries: ReportedEvent['deliveries'], fatPercent?: number): ReportedEvent => ({
  event: `${minute}`,
  kind: 'weight',
  measuredAt: `2026-11-19T06:${minute}:00Z`,
  receivedAt: `2026-11-19T06:${minute}:30.000Z`,
  values: { weightKg: 80.5, ...(fatPercent !== undefined && { fatPercent }) },
  groups: [minute],
  deliveries,
});
const pressure: ReportedEvent = {
  event: 'p',
  kind: 'bloodPressure',
  measuredAt: '2026-11-19T07:00:00Z',
  receivedAt: '2026-11-19T07:00:30.000Z',
  values: { systolicMmHg: 121, diastolicMmHg: 78 },
  groups: [9],
  deliveries: {
    garmin: { state: 'failed', at, reason: 'too high' },
    trainerroad: { state: 'skipped', at, reason: 'no pressure' },
    intervals: { state: 'verified', at },
  },
};
const file = `fit/1/2026/11/2026-11-19T061000Z-${'0123abcd'.repeat(8)}.fit`;
const report: Report = {
  account: '1',
  events: [
    weight(
      10,
      { garmin: { state: 'verified', at, file }, trainerroad: { state: 'pending', at, reason: 'busy' } },
      21.5,
    ),
    weight(20, { garmin: { state: 'sending', at, file }, trainerroad: { state: 'verified', at } }),
    weight(30, { garmin: { state: 'pending', at } }),
    pressure,
  ],
  left: [{ reason: 'ambiguous', explanation: 'it may be another person’s', count: 3 }],
};

const lines = (table: string) => table.split('\n');

describe('the table', () => {
  it('says of each event when, what, and where it stands; then the sums, and what was left out', () => {
    expect(reportTable(report)).toMatchInlineSnapshot(`
      "measured                 weight or pressure  body fat  Garmin                                      TrainerRoad    intervals
      ───────────────────────  ──────────────────  ────────  ──────────────────────────────────────────  ─────────────  ─────────────
      2026-11-19 06:10:00 UTC  80.50 kg            21.5 %    arrived ✓, 2026-11-19T061000Z-0123abcd.fit  waiting: busy  not connected
      2026-11-19 06:20:00 UTC  80.50 kg                      sent, not seen yet                          arrived ✓      not connected
      2026-11-19 06:30:00 UTC  80.50 kg                      waiting                                     not connected  not connected
      2026-11-19 07:00:00 UTC  121/78 mmHg                   refused ✗: too high                         not sent       arrived ✓
      ───────────────────────  ──────────────────  ────────  ──────────────────────────────────────────  ─────────────  ─────────────
      4 events
      Garmin: 1 arrived ✓, 1 sent, not seen yet, 1 waiting, 1 refused ✗
      TrainerRoad: 1 waiting, 1 arrived ✓, 1 not sent
      intervals: 1 arrived ✓
      Not sent: 1 × no pressure
      Left out: 3 × it may be another person’s"
    `);
  });

  it('puts every column under its title', () => {
    const [title = '', rule = '', ...rest] = lines(reportTable(report));
    const starts = ['measured', 'weight or', 'body fat', 'Garmin', 'TrainerRoad', 'intervals'].map((word) =>
      title.indexOf(word),
    );
    for (const start of starts.slice(1)) {
      expect(rule.slice(start - 3, start + 1)).toBe('─  ─');
      for (const row of rest.slice(0, 4)) expect(row.padEnd(200).slice(start - 2, start)).toBe('  ');
    }
  });

  it('has no blanks at the end of a line', () => {
    for (const line of lines(reportTable(report))) expect(line).toBe(line.trimEnd());
  });

  it('of the newest events says how many others there are', () => {
    const table = lines(reportTable(report, { newest: 1 }));
    expect(table[2]).toBe('… 3 earlier');
    expect(table[3]).toContain('121/78 mmHg');
    expect(table[4]).toBe(table[1]);
    expect(table[5]).toBe('4 events');
    expect(reportTable(report, { newest: 4 })).toBe(reportTable(report));
    expect(lines(reportTable(report, { newest: 0 }))[2]).toBe('… 4 earlier');
  });

  it('of nothing is its titles and its sums', () => {
    const table = lines(reportTable({ account: '1', events: [], left: [] }));
    expect(table.at(-1)).toBe('0 events');
    expect(table).toHaveLength(4);
  });
});
