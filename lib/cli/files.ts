import { join } from 'node:path';
import { writeFileAtomically } from '../local/atomic-file.ts';
import { instant } from '../measurement.ts';
import { archiveOf } from '../runtime.ts';
import { type ArchivedFile, filesIn, filesTable } from './archived-files.ts';
import { askingAws } from './deployment.ts';
import { titleOf } from './find-account.ts';
import { type Person, type PersonOptions, personOf } from './person.ts';
import { UserError } from './user-error.ts';

export interface FilesOptions extends PersonOptions {
  /** The folder to put them in. */
  save?: string;
}

/**
 * `weighbridge files`: lists what was sent, file by file, and takes it out of the archive.
 *
 * @returns the exit code: 1 when the archive no longer has one of them
 */
export async function files(key: string | undefined, options: FilesOptions, env: NodeJS.ProcessEnv): Promise<number> {
  const { save, json } = options;
  const [, owner] = /^fit\/([^/]+)\//.exec(key ?? '') ?? [];
  const person = await personOf(options.for ?? owner, env);
  const chosen = await chosenFiles(person, key);
  const saved = save === undefined ? [] : await saveAll(person, chosen, save);
  const gone = save === undefined ? [] : chosen.filter((file) => !saved.includes(file));
  if (json) process.stdout.write(`${asJson(person, chosen, save, saved)}\n`);
  else process.stdout.write(`${filesTable(chosen, person.wall)}\n${save === undefined ? '' : savedText(saved, save)}`);
  if (gone.length === 0) return 0;
  process.stderr.write(`${gone.length} no longer in the archive, such as ${gone[0]?.key}\n`);
  return 1;
}

async function chosenFiles({ account, measurements }: Person, key: string | undefined): Promise<ArchivedFile[]> {
  const all = filesIn(await askingAws(async () => (await Array.fromAsync(measurements.all(account.account))).flat()));
  const chosen = key === undefined ? all : all.filter((file) => file.key === key || file.key.endsWith(`/${key}`));
  if (chosen.length > 0) return chosen;
  const whose = titleOf(account);
  if (key === undefined) throw new UserError(`Nothing of ${whose} has been sent yet, so there are no files.`);
  throw new UserError(`The ledger of ${whose} knows no file ${key}. Those it knows: npx weighbridge files`);
}

/** Under their keys in the folder; returns those that the archive still had. */
async function saveAll({ host }: Person, chosen: readonly ArchivedFile[], folder: string): Promise<ArchivedFile[]> {
  const archive = archiveOf(host);
  const saved: ArchivedFile[] = [];
  for (const file of chosen) {
    const bytes = await askingAws(() => archive.get(file.key).catch(unlessGone));
    if (!bytes) continue;
    write(join(folder, file.key), bytes);
    saved.push(file);
  }
  return saved;
}

/** Files may be kept for some years only. */
function unlessGone(error: unknown): undefined {
  if (!(error instanceof Error && error.name === 'NoSuchKey')) throw error;
}

function write(path: string, bytes: Uint8Array): void {
  try {
    writeFileAtomically(path, bytes);
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? cause.code : 'for an unknown reason';
    throw new UserError(`${path} cannot be written (${why}). Give another folder with --save.`, { cause });
  }
}

const savedText = ({ length }: readonly ArchivedFile[], folder: string): string =>
  `${length} ${length === 1 ? 'file' : 'files'} saved in ${folder}\n`;

function asJson(
  { account }: Person,
  chosen: readonly ArchivedFile[],
  folder: string | undefined,
  saved: readonly ArchivedFile[],
): string {
  const files = chosen.map((file) => ({
    ...file,
    from: instant(file.from),
    to: instant(file.to),
    ...(folder !== undefined && saved.includes(file) && { saved: join(folder, file.key) }),
  }));
  return JSON.stringify({ account: account.account, files });
}
