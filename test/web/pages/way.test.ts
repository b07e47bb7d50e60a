import { describe, expect, it } from 'vitest';
import type { Delivery, EventItem } from '../../../lib/ledger.ts';
import { Moments } from '../../../lib/web/pages/moments.ts';
import { wayOf } from '../../../lib/web/pages/way.ts';
import { arrived, now, thisMorning, weighInOf } from './household.ts';

const moments = new Moments('Europe/Berlin', now);
const wayTo = (item: EventItem, isPaused = false) => wayOf(item, moments, () => isPaused)[0];

describe('the way of a measurement', () => {
  it.each<[Delivery['state'], string | undefined, string, string]>([
    ['verified', undefined, 'ok', 'arrived 07:32'],
    ['pending', undefined, 'wait', 'waiting for the next sync'],
    ['pending', 'Garmin is busy', 'wait', 'waiting: Garmin is busy'],
    ['sending', undefined, 'wait', 'sent, not seen there yet'],
    ['skipped', 'it takes weight only', 'off', 'skipped: it takes weight only'],
    ['failed', 'it refused the file', 'act', 'failed: it refused the file'],
  ])('that is %s (%s) has the tone %s: %s', (state, reason, tone, words) => {
    const at = (thisMorning + 60) * 1000;
    const item = weighInOf(thisMorning, 80, { garmin: { state, at, ...(reason && { reason }) } });
    expect(wayTo(item)).toEqual({ name: 'garmin', destination: 'Garmin', tone, words });
  });

  it('tells the day too when it arrived on another day than it was measured', () => {
    const item = weighInOf(thisMorning - 3 * 86_400, 80, arrived(thisMorning));
    expect(wayTo(item)?.words).toBe('arrived today 07:32');
  });

  it('waits as long as the destination is switched off, whatever the reason was before', () => {
    const item = weighInOf(thisMorning, 80, { garmin: { state: 'pending', at: now, reason: 'Garmin is busy.' } });
    expect(wayTo(item, true)).toMatchObject({ tone: 'wait', words: 'waiting: it is switched off' });
  });

  it('asks for a look at what is held', () => {
    const held = 'it is far from your recent weights: release it if it is yours';
    const item = { ...weighInOf(thisMorning, 21, { garmin: { state: 'skipped', at: now, reason: held } }), held };
    expect(wayTo(item)).toMatchObject({ tone: 'act', words: `held: ${held}` });
  });

  it('ends in a deletion for what Withings no longer lists', () => {
    const item = weighInOf(thisMorning, 99, { garmin: { state: 'pending', at: now, stale: ['17'] } });
    expect(wayTo({ ...item, withdrawn: true })).toMatchObject({
      tone: 'wait',
      words: 'to be deleted: Withings no longer lists it as yours',
    });
  });
});
