import { describe, expect, it } from 'vitest';
import { IntervalsSimulator } from '../../../lib/sandbox/intervals/simulator.ts';
import { emptyState } from '../../../lib/sandbox/intervals/state.ts';
import { FlowingClock } from '../../flowing-clock.ts';

function browsing() {
  const simulator = new IntervalsSimulator({ clock: new FlowingClock() });
  const athlete = simulator.addAthlete({ name: 'Anna', apiKey: 'invented-key' });
  const send = (path: string, init?: RequestInit) => simulator.fetch(new Request(`http://127.0.0.1${path}`, init));
  const submit = (path: string, form: Record<string, string> = {}) =>
    send(`/switches/${path}`, { method: 'POST', body: new URLSearchParams(form) });
  return { simulator, athlete, submit, page: async () => (await send('/')).text() };
}

const knobs = { refusedKey: '401', emptyDay: '404', emptyFields: 'absent', allFields: 'on' };

describe('the front page', () => {
  it('says how to be its client', async () => {
    expect(await browsing().page()).toContain('Athlete i100001, API key invented-key');
  });

  it('plans a fault, and forgets it', async () => {
    const { submit, page, simulator } = browsing();
    const on = 'PUT wellness-bulk';
    await submit('faults', { on, answer: '429', retryAfter: '60', times: '1' });
    await submit('faults', { on, answer: 'lost', taken: 'on', retryAfter: '' });
    expect(simulator.state.faults).toEqual([
      { on, answer: 429, taken: false, retryAfter: '60', times: 1 },
      { on, answer: 'lost', taken: true },
    ]);
    expect(await page()).toContain('<legend>Planned</legend>');
    await submit('no-faults');
    expect(simulator.state.faults).toEqual([]);
  });

  it('locks a day, and frees it', async () => {
    const { submit, page, athlete } = browsing();
    const form = { athlete: athlete.id, day: '2026-11-20' };
    await submit('lock', { ...form, locked: 'on' });
    expect(athlete.wellness['2026-11-20']).toMatchObject({ locked: true, fields: {} });
    expect(await page()).toMatch(/2026-11-20.*locked/);
    await submit('lock', form);
    expect(athlete.wellness['2026-11-20']).toMatchObject({ locked: false });
  });

  it.each([
    [{}, false],
    [{ writesVanish: 'on' }, true],
  ])('turns every knob: %o', async (form, writesVanish) => {
    const { submit, simulator } = browsing();
    await submit('knobs', { ...knobs, ...form });
    const turned = { refusedKey: 401, emptyDay: 404, emptyFields: 'absent', allFields: true, writesVanish };
    expect(simulator.state.knobs).toEqual(turned);
    expect(Object.keys(turned).sort()).toEqual(Object.keys(emptyState().knobs).sort());
  });

  it.each([
    ['faults', { on: 'GET /', answer: 'lost' }, 'on'],
    ['knobs', { ...knobs, refusedKey: '500' }, 'refusedKey'],
    ['lock', { athlete: 'i1', day: '2026-11-20' }, 'athlete'],
    ['lock', { athlete: 'i100001', day: 'today' }, 'day'],
  ])('refuses on %s %o', async (path, form, field) => {
    const answer = await browsing().submit(path, form);
    expect([answer.status, await answer.text()]).toEqual([400, `${field} is missing or not usable.\n`]);
  });
});
