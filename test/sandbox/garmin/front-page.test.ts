import { describe, expect, it } from 'vitest';
import { emptyState } from '../../../lib/sandbox/garmin/state.ts';
import { garmin, send } from './world.ts';

function browsing() {
  const world = garmin();
  const { simulator } = world;
  const submit = (path: string, form: Record<string, string> = {}) =>
    send(simulator, `/switches/${path}`, { method: 'POST', body: new URLSearchParams(form) });
  const page = async () => (await send(simulator, '/')).text();
  return { ...world, submit, page };
}

const knobs = {
  ...{ accessTokenSeconds: '60', refreshTokenSeconds: '90', recordsPerFile: '5' },
  ...{ newEntries: 'after 2 reads', refreshOmitsRefreshToken: 'on', oldRefreshTokenStillAccepted: 'on' },
};

describe('the switches of the front page', () => {
  it('plan a fault, and forget it', async () => {
    const { submit, page, simulator } = browsing();
    await submit('faults', { on: 'upload-service', method: 'POST', answer: '504', taken: 'on', times: '2' });
    await submit('faults', { on: 'weight-service', method: '', answer: 'lost', times: '' });
    expect(simulator.state.faults).toEqual([
      { on: 'upload-service', method: 'POST', answer: 504, taken: true, times: 2 },
      { on: 'weight-service', answer: 'lost', taken: false },
    ]);
    expect(await page()).toContain('<legend>Planned</legend>');
    await submit('no-faults');
    expect(simulator.state.faults).toEqual([]);
  });

  it('turn every knob', async () => {
    const { submit, page, simulator } = browsing();
    expect((await submit('knobs', knobs)).headers.get('location')).toBe('/?done');
    expect(simulator.state.knobs).toEqual({
      ...{ accessTokenSeconds: 60, refreshTokenSeconds: 90, recordsPerFile: 5, newEntries: { afterReads: 2 } },
      ...{ refreshOmitsRefreshToken: true, oldRefreshTokenStillAccepted: true, browserUploadsVanish: false },
    });
    expect(Object.keys(simulator.state.knobs).sort()).toEqual(Object.keys(emptyState().knobs).sort());
    expect(await page()).toContain('<option value="after 2 reads" selected>');
  });

  it.each([
    ['faults', { on: 'mail-service', answer: '504' }, 'on'],
    ['faults', { on: 'upload-service', answer: '418' }, 'answer'],
    ['knobs', { ...knobs, newEntries: 'tomorrow' }, 'newEntries'],
  ])('refuse on %s %o', async (path, form, field) => {
    const { submit } = browsing();
    const answer = await submit(path, form);
    expect([answer.status, await answer.text()]).toEqual([400, `${field} is missing or not usable.\n`]);
  });

  it('sign in to an account that there is', async () => {
    const { submit, simulator } = browsing();
    const [account = ''] = Object.keys(simulator.state.accounts);
    const { di_token } = JSON.parse(await (await submit('sign-ins', { account })).text());
    expect(simulator.account(account).accessTokens).toHaveProperty([di_token]);
    expect((await submit('sign-ins', { account: 'constructor' })).status).toBe(404);
  });
});
