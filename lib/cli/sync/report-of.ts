import type { EventItem } from '../../ledger.ts';
import type { Settings } from '../../settings.ts';
import { reasonOf } from './failures.ts';
import { measuresJson } from './measures-json.ts';
import type { RunOutcome } from './outcome.ts';
import { writeAsked, writeOutput } from './output-files.ts';

export interface ReportOptions {
  toFit?: boolean;
  toJson?: boolean;
  output?: string;
  upload: boolean;
  silent?: boolean;
}

/** What a run says and writes, in the order in which it happens. */
export interface RunReport {
  /** @returns what went wrong, a sentence each */
  items(items: readonly EventItem[], settings: Settings): string[];
  /**
   * @param place beginning of the name where no --output says it
   * @returns what went wrong
   */
  raw(text: string, place: string): string[];
  /** @returns the exit code */
  outcome(outcome: RunOutcome): number;
}

export function reportOf({ toFit, toJson, output, upload, silent }: ReportOptions): RunReport {
  const tell = (line: string): void => {
    if (!silent) process.stdout.write(`${line}\n`);
  };
  const complain = (line: string): void => void process.stderr.write(`${line}\n`);
  return {
    items(items, settings) {
      if (output === undefined) {
        if (!upload) process.stdout.write(measuresJson(items));
        else if (toFit || toJson) complain('No file is written: --output says where.');
        return [];
      }
      // Without upload, whoever names a file wants to see what would be sent.
      const both = !upload && !toFit && !toJson;
      try {
        const options = { output, toFit: both || toFit === true, toJson: both || toJson === true };
        const { paths, problems } = writeOutput(items, settings, options);
        for (const path of paths) tell(`Written: ${path}`);
        return problems;
      } catch (error) {
        return [reasonOf(error)];
      }
    },
    raw(text, place) {
      const path = `${output ?? place}.raw.json`;
      try {
        writeAsked(path, text);
        tell(`Written: ${path}`);
        return [];
      } catch (error) {
        return [reasonOf(error)];
      }
    },
    outcome({ arrived, problems, notes }) {
      for (const line of [...arrived, ...notes]) tell(line);
      for (const line of problems) complain(line);
      if (arrived.length + problems.length + notes.length === 0 && upload) tell('Nothing new.');
      return problems.length === 0 ? 0 : 1;
    },
  };
}
