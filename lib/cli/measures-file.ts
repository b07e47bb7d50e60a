import { readFile } from 'node:fs/promises';
import { WeighbridgeError } from '../errors.ts';
import type { SandboxGroup } from '../sandbox/withings/state.ts';
import type { Measures } from '../withings/measures.ts';
import { parseRecordedMeasures } from '../withings/recorded-measures.ts';
import { UserError } from './user-error.ts';

export interface RecordedMeasures {
  groups: SandboxGroup[];
  timezone: string | undefined;
}

/**
 * A recorded answer of getmeas as the demo person's data.
 *
 * @throws UserError that says what is wrong with the file
 */
export async function readMeasures(path: string): Promise<RecordedMeasures> {
  const text = await readFile(path, 'utf8').catch((cause) => {
    throw new UserError(`${path} cannot be read.`, { cause });
  });
  const { groups, timezone } = parse(path, text);
  return {
    groups: groups.map(({ deviceid, measures, ...group }) => ({
      ...group,
      deviceid,
      hash_deviceid: deviceid,
      comment: null,
      measures: [...measures],
    })),
    timezone,
  };
}

function parse(path: string, text: string): Measures {
  try {
    return parseRecordedMeasures(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) throw new UserError(`${path} is not JSON.`, { cause: error });
    if (error instanceof WeighbridgeError) throw new UserError(`${path}: ${error.message}`, { cause: error });
    throw error;
  }
}
