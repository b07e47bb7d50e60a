import { App } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../lib/infra/config.ts';

const configOf = (context: Record<string, unknown>) => readConfig(new App({ context }).node);

describe('the configuration', () => {
  it('needs nothing from the owner', () => {
    expect(configOf({})).toEqual({
      syncEveryHours: 3,
      alarmEmail: undefined,
      archiveYears: undefined,
      pausedDestinations: [],
      logRetentionDays: 30,
    });
  });

  it('is read alike from cdk.json and from the command line, where everything is text', () => {
    const numbers = { syncEveryHours: 2, archiveYears: 5, logRetentionDays: 90 };
    const texts = { syncEveryHours: '2', archiveYears: '5', logRetentionDays: '90' };
    const others = { alarmEmail: 'me@example.com', pausedDestinations: 'garmin' };
    const expected = { ...numbers, alarmEmail: 'me@example.com', pausedDestinations: ['garmin'] };
    expect(configOf({ ...numbers, ...others })).toEqual(expected);
    expect(configOf({ ...texts, ...others })).toEqual(expected);
  });

  it.each([1, '1', 4, 24, 2.5, '', 'often', '2 hours', true, []])(
    'refuses %j as syncEveryHours and says why',
    (value) => {
      expect(() => configOf({ syncEveryHours: value })).toThrow(
        /^syncEveryHours must be 2 or 3\. Garmin has locked accounts .* more often than every 2 hours/,
      );
    },
  );

  it.each(['', 'me', 'a@example.com, b@example.com', 7])('refuses %j as alarmEmail', (value) => {
    expect(() => configOf({ alarmEmail: value })).toThrow(/^alarmEmail must be one e-mail address/);
  });

  it.each([0, -1, 1.5, 101, 'forever'])('refuses %j as archiveYears', (value) => {
    expect(() => configOf({ archiveYears: value })).toThrow(/^archiveYears must be a whole number of years/);
  });

  it.each([2, 0, 31, 'a month'])('refuses %j as logRetentionDays', (value) => {
    expect(() => configOf({ logRetentionDays: value })).toThrow(/^logRetentionDays must be a period that CloudWatch/);
  });

  it.each([
    ['trainerroad, garmin', ['trainerroad', 'garmin']],
    ['garmin,', ['garmin']],
    ['', []],
  ])('takes %j as pausedDestinations', (value, expected) => {
    expect(configOf({ pausedDestinations: value }).pausedDestinations).toEqual(expected);
  });

  it.each(['strava', 'Garmin', 'garmin trainerroad', true, ['garmin']])('refuses %j as pausedDestinations', (value) => {
    expect(() => configOf({ pausedDestinations: value })).toThrow(
      /^pausedDestinations must be names out of garmin, trainerroad, .*Leave it out to call them all\.$/,
    );
  });

  const domain = {
    domainName: 'weight.example.com',
    certificateArn: 'arn:aws:acm:eu-central-1:123456789012:certificate/a-b',
  };

  it.each([
    [domain, { ...domain, hostedZoneId: undefined }],
    [
      { ...domain, domainName: 'Weight.Example.com', hostedZoneId: 'Z0123ABC' },
      { ...domain, hostedZoneId: 'Z0123ABC' },
    ],
  ])('takes %j as a domain of the owner’s', (context, expected) => {
    expect(configOf(context).domain).toEqual(expected);
  });

  it.each([
    [{ domainName: domain.domainName }, /^domainName and certificateArn belong together/],
    [{ certificateArn: domain.certificateArn }, /^domainName and certificateArn belong together/],
    [{ hostedZoneId: 'Z0123ABC' }, /^domainName and certificateArn belong together/],
    [{ ...domain, domainName: 'https://weight.example.com' }, /^domainName must be the name of a host/],
    [{ ...domain, domainName: 'weight' }, /^domainName must be the name of a host/],
    [{ ...domain, certificateArn: 'a-b' }, /^certificateArn must be the ARN of a certificate/],
    [{ ...domain, hostedZoneId: 'example.com' }, /^hostedZoneId must be the id of a Route 53 zone/],
  ])('refuses %j as a domain', (context, message) => {
    expect(() => configOf(context)).toThrow(message);
  });

  it('names everything that is wrong at once', () => {
    expect(() => configOf({ syncEveryHours: 1, alarmEmail: 'me' })).toThrow(/syncEveryHours .*\nalarmEmail /s);
  });
});
