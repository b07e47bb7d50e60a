import { describe, expect, it } from 'vitest';
import { connectedOf, parseDestinations, titlesOf } from '../../lib/cli/destination-names.ts';
import { exampleAccount } from '../store/examples.ts';

const connection = { status: 'connected' as const, enrolled: true, credentials: { sealed: '' } };

describe('destinations', () => {
  it('are known by each of their names, in whatever case, once each', () => {
    expect(parseDestinations(['TrainerRoad', 'Garmin Connect', 'garmin'])).toEqual(['garmin', 'trainerroad']);
    expect(parseDestinations([])).toEqual([]);
  });

  it('that are none are refused', () => {
    expect(() => parseDestinations(['garmin', 'toString'])).toThrow(
      'There is no destination “toString”. There are: garmin, trainerroad, intervals.',
    );
  });

  it('are those that are named, or all that a person has', () => {
    const account = exampleAccount({ connections: { garmin: connection, trainerroad: connection } });
    expect(connectedOf(account, ['trainerroad']).map(([name]) => name)).toEqual(['trainerroad']);
    expect(connectedOf(account, []).map(([name]) => name)).toEqual(['garmin', 'trainerroad']);
  });

  it('that a person has not are refused, with what to do', () => {
    const account = exampleAccount({ name: 'Kim', connections: { garmin: connection } });
    expect(() => connectedOf(account, ['garmin', 'trainerroad'])).toThrow(
      'TrainerRoad is not connected for Kim (1000001). Sign in: npx weighbridge trainerroad login --for 1000001',
    );
    expect(() => connectedOf(exampleAccount(), [])).toThrow(
      'Nothing is connected for 1000001 but Withings. Sign in: npx weighbridge garmin login (or trainerroad, intervals)',
    );
  });

  it('are listed as in a sentence', () => {
    expect(titlesOf(['garmin'])).toBe('Garmin Connect');
    expect(titlesOf(['garmin', 'trainerroad'])).toBe('Garmin Connect and TrainerRoad');
  });
});
