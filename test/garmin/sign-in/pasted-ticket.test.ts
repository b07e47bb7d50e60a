import { describe, expect, it } from 'vitest';
import { RejectedError } from '../../../lib/errors.ts';
import { mobilePageUrl } from '../../../lib/garmin/sign-in/mobile-page.ts';
import { ticketFromPaste } from '../../../lib/garmin/sign-in/pasted-ticket.ts';
import { openWith } from '../../../lib/garmin/sign-in/sign-in.ts';
import { garminSite } from '../../../lib/garmin/sign-in/site.ts';
import { thrownBy } from './answers.ts';
import { signInWorld } from './world.ts';

const com = garminSite('garmin.com');
const cn = garminSite('garmin.cn');
const android = 'https://mobile.integration.garmin.com/gcm/android';
const ios = 'https://mobile.integration.garmin.com/gcm/ios';
const embed = 'https://sso.garmin.com/sso/embed';
const id = 'ST-0123456-aBcD_ef~gh.1-sso';
const body = { serviceURL: ios, serviceTicketId: id, responseStatus: { type: 'SUCCESSFUL' } };

describe('what is pasted', () => {
  it.each([
    ['the ticket', id, android],
    ['the ticket in quotes, with a comma', ` "${id}",\n`, android],
    ['a ticket of the widget', 'ST-1-abc-cas', embed],
    ['its line of the answer', `"serviceTicketId":"${id}"`, android],
    ['the answer', JSON.stringify(body), ios],
    ['the answer on many lines', JSON.stringify(body, null, 2), ios],
    ['the beginning of the answer', JSON.stringify(body, null, 2).split('\n').slice(0, 3).join('\n'), ios],
    ['the answer with its slashes escaped', JSON.stringify(body).replaceAll('/', '\\/'), ios],
    ['an address', `${embed}?ticket=ST-1-abc-cas`, embed],
    ['an address with more in it', `${android}?a=b&ticket=${id}&c=d`, android],
  ])('as %s is a ticket for its own service', (_, text, service) => {
    const ticket = ticketFromPaste(text, com);
    expect(ticket).toEqual({ id: text.includes('-cas') ? 'ST-1-abc-cas' : id, service });
  });

  it('of a Chinese account is for China', () => {
    expect(ticketFromPaste(id, cn).service).toBe('https://mobile.integration.garmin.cn/gcm/android');
  });

  it.each([
    ['nothing', '', /There is no ticket in it/],
    ['something else', 'hello', /There is no ticket in it/],
    ['the answer before the code', JSON.stringify({ responseStatus: { type: 'MFA_REQUIRED' } }), /Enter the code/],
    ['a refusal', JSON.stringify({ responseStatus: { type: 'CAPTCHA_REQUIRED' } }), /has refused/],
    ['a ticket of the other region', `https://sso.garmin.cn/sso/embed?ticket=${id}`, /--domain garmin\.cn/],
    ['a ticket of somebody else', `https://cas.example.com/?ticket=${id}`, /not made by Garmin/],
    ['a ticket of a look-alike', `https://notgarmin.com/?ticket=${id}`, /not made by Garmin/],
  ])('as %s is refused in a sentence without it', (_, text, sentence) => {
    const error = thrownBy(() => ticketFromPaste(text, com));
    expect(error).toBeInstanceOf(RejectedError);
    expect(String(error)).toMatch(sentence);
    expect(String(error)).not.toContain(id);
  });
});

describe('a ticket from a browser', () => {
  it.each([android, ios, embed])('for %s becomes tokens', async (service) => {
    const { access, simulator } = signInWorld();
    const pasted = JSON.stringify({ ...body, serviceURL: service, serviceTicketId: simulator.ticket('anna', service) });
    expect(await openWith(access, ticketFromPaste(pasted, com))).toMatchObject({ profile: { displayName: 'Anna' } });
  });

  it('that was pasted too late, or twice, is refused', async () => {
    const { access, simulator, clock } = signInWorld();
    const late = simulator.ticket('anna', android);
    clock.advance({ seconds: 31 });
    await expect(openWith(access, ticketFromPaste(late, com))).rejects.toMatchObject({ reason: 'ticket' });
    const twice = simulator.ticket('anna', android);
    await openWith(access, ticketFromPaste(twice, com));
    await expect(openWith(access, ticketFromPaste(twice, com))).rejects.toMatchObject({ reason: 'ticket' });
  });
});

it('the page for a browser asks for a ticket for the same service', () => {
  expect(mobilePageUrl(com)).toBe(
    'https://sso.garmin.com/mobile/sso/en_US/sign-in?clientId=GCM_ANDROID_DARK&service=https%3A%2F%2Fmobile.integration.garmin.com%2Fgcm%2Fandroid',
  );
});
