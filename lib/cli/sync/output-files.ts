import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { EventItem } from '../../ledger.ts';
import { writeFileAtomically } from '../../local/atomic-file.ts';
import type { Settings } from '../../settings.ts';
import { UserError } from '../user-error.ts';
import { fitFiles } from './fit-files.ts';
import { measuresJson } from './measures-json.ts';

export interface OutputOptions {
  toFit?: boolean;
  toJson?: boolean;
  /** The beginning of each file's name. */
  output: string;
}

export interface Written {
  paths: string[];
  problems: string[];
}

/**
 * Writes measurements as `BASENAME.weight.fit`, `BASENAME.blood_pressure.fit` and `BASENAME.json`.
 *
 * @throws UserError when a file cannot be written
 */
export function writeOutput(
  items: readonly EventItem[],
  settings: Settings,
  { toFit, toJson, output }: OutputOptions,
): Written {
  const { files, problems } = toFit ? fitFiles(items, settings) : { files: [], problems: [] };
  const all = [
    ...files.map(({ ending, bytes }) => ({ path: output + ending, content: bytes })),
    ...(toJson ? [{ path: `${output}.json`, content: measuresJson(items) }] : []),
  ];
  for (const { path, content } of all) writeAsked(path, content);
  return { paths: all.map(({ path }) => path), problems };
}

/** @throws UserError when it cannot be written, with the path and the reason */
export function writeAsked(path: string, content: string | Uint8Array): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileAtomically(path, content);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    throw new UserError(`${path} cannot be written (${code}). Give another name.`, { cause });
  }
}
