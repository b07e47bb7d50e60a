import { describe, expect, it } from 'vitest';
import { TrainerRoadSimulator } from '../../../lib/sandbox/trainerroad/simulator.ts';
import { emptyState } from '../../../lib/sandbox/trainerroad/state.ts';
import { FlowingClock } from '../../flowing-clock.ts';

function browsing() {
  const simulator = new TrainerRoadSimulator({ clock: new FlowingClock(), random: Math.random });
  simulator.addMember({ username: 'anna', password: 'invented' });
  const send = (path: string, init?: RequestInit) => simulator.fetch(new Request(`http://127.0.0.1${path}`, init));
  const submit = (path: string, form: Record<string, string> = {}) =>
    send(`/switches/${path}`, { method: 'POST', body: new URLSearchParams(form) });
  return { simulator, submit, page: async () => (await send('/')).text() };
}

const knobs = { jsonSignIn: '405', signedOut: '401', writeStatus: '200', writesVanish: 'on' };

describe('the front page', () => {
  it('says how to sign in', async () => {
    expect(await browsing().page()).toContain('User name anna, password invented');
  });

  it('plans a fault, and forgets it', async () => {
    const { submit, page, simulator } = browsing();
    const on = 'PUT /app/api/profile/rider-information';
    await submit('faults', { on, answer: '429', retryAfter: '60', times: '1' });
    await submit('faults', { on, answer: 'maintenance', taken: 'on', retryAfter: '' });
    expect(simulator.state.faults).toEqual([
      { on, answer: 429, taken: false, retryAfter: '60', times: 1 },
      { on, answer: 'maintenance', taken: true },
    ]);
    expect(await page()).toContain('<legend>Planned</legend>');
    await submit('no-faults');
    expect(simulator.state.faults).toEqual([]);
  });

  it.each([
    [{ weightStepKg: '0.5' }, { weightStepKg: 0.5, signInOpensSession: false }],
    [
      { weightStepKg: '', signInOpensSession: 'on' },
      { weightStepKg: null, signInOpensSession: true },
    ],
  ])('turns every knob: %o', async (form, after) => {
    const { submit, simulator } = browsing();
    await submit('knobs', { ...knobs, ...form });
    const turned = { jsonSignIn: 405, signedOut: 401, writeStatus: 200, writesVanish: true, ...after };
    expect(simulator.state.knobs).toEqual(turned);
    expect(Object.keys(turned).sort()).toEqual(Object.keys(emptyState().knobs).sort());
  });

  it.each([
    ['faults', { on: 'GET /', answer: 'lost' }, 'on'],
    ['knobs', { ...knobs, weightStepKg: '0' }, 'weightStepKg'],
    ['knobs', { ...knobs, writeStatus: '500' }, 'writeStatus'],
  ])('refuses on %s %o', async (path, form, field) => {
    const answer = await browsing().submit(path, form);
    expect([answer.status, await answer.text()]).toEqual([400, `${field} is missing or not usable.\n`]);
  });
});
