import { expect, it } from 'vitest';
import { RejectedError } from '../../lib/errors.ts';
import { garminHosts, parseGarminDomain } from '../../lib/garmin/region.ts';

it.each([
  ['garmin.com', 'https://diauth.garmin.com', 'https://connectapi.garmin.com'],
  ['garmin.cn', 'https://diauth.garmin.cn', 'https://connectapi.garmin.cn'],
] as const)('%s has its own hosts', (domain, diauth, connectapi) => {
  expect(garminHosts(domain)).toEqual({ diauth, connectapi });
});

it('a simulator takes the place of one host and leaves the other', () => {
  const hosts = garminHosts('garmin.com', { connectapi: 'http://127.0.0.1:4300', diauth: undefined });
  expect(hosts).toEqual({ diauth: 'https://diauth.garmin.com', connectapi: 'http://127.0.0.1:4300' });
});

it.each(['garmin.com', ' Garmin.CN '])('%j is one of Garmin’s domains', (text) => {
  expect(['garmin.com', 'garmin.cn']).toContain(parseGarminDomain(text));
});

it.each(['', 'garmin.de', 'garmin.com.example.net', 'connect.garmin.com', 'notgarmin.com'])('%j is refused', (text) => {
  expect(() => parseGarminDomain(text)).toThrow(RejectedError);
});
