import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lock } from 'proper-lockfile';
import { writeFileAtomically } from '../../local/atomic-file.ts';
import { deriveKeys } from '../../store/derived-keys.ts';
import { Seal } from '../../store/seal.ts';
import { UserError } from '../user-error.ts';
import { type LocalState, readLocalState, writeLocalState } from './local-state.ts';

/** The names are of a kind that nothing else has: people point this at folders that are not empty. */
const names = {
  key: 'weighbridge.key',
  database: 'weighbridge.db',
  files: 'weighbridge-files',
  lock: 'weighbridge.lock',
} as const;

/** Longer than any pause of a living run, which touches its lock every 10 s; what is older is left over from a crash. */
const lockStaleMs = 30_000;
const lockTouchedEveryMs = 10_000;
/** Another run is mostly done in seconds, and then there is nothing left to do. */
const lockWaits = { retries: 90, factor: 1, minTimeout: 1_000, maxTimeout: 1_000 } as const;

/** A config folder that this process alone works on. */
export class LocalFolder {
  readonly path: string;
  readonly seal: Seal;
  #state: LocalState;
  readonly #unlock: () => Promise<void>;

  private constructor(path: string, state: LocalState, seal: Seal, unlock: () => Promise<void>) {
    this.path = path;
    this.#state = state;
    this.seal = seal;
    this.#unlock = unlock;
  }

  /**
   * Opens a folder, which is made when it is not there, and waits until nobody else works on it.
   *
   * @throws UserError when it cannot be used, is damaged, or somebody else works on it for long
   */
  static async open(path: string): Promise<LocalFolder> {
    makeFolder(path);
    const unlock = await lockFolder(path);
    try {
      const state = readLocalState(path);
      const seal = new Seal(deriveKeys(masterKeyOf(path)).sealing);
      return new LocalFolder(path, state ?? writeLocalState(path, {}), seal, unlock);
    } catch (error) {
      await unlock();
      throw error;
    }
  }

  get state(): LocalState {
    return this.#state;
  }

  /** Where the tables are. */
  get database(): string {
    return join(this.path, names.database);
  }

  /** Where everything that was sent is kept. */
  get files(): string {
    return join(this.path, names.files);
  }

  change(change: (state: LocalState) => Omit<LocalState, 'format'>): void {
    this.#state = writeLocalState(this.path, change(this.#state));
  }

  close(): Promise<void> {
    return this.#unlock();
  }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    const why = code === 'EEXIST' || code === 'ENOTDIR' ? 'it is a file' : `${code}`;
    throw new UserError(`The folder ${path} cannot be made (${why}). Give another one with --config-folder.`, {
      cause,
    });
  }
}

async function lockFolder(path: string): Promise<() => Promise<void>> {
  try {
    return await lock(path, {
      lockfilePath: join(path, names.lock),
      stale: lockStaleMs,
      update: lockTouchedEveryMs,
      retries: lockWaits,
    });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    throw new UserError(
      code === 'ELOCKED'
        ? `Another run has been working on ${path} for more than ${lockWaits.retries} seconds; this one did nothing.`
        : `Nothing can be written into ${path} (${code}). Give another folder with --config-folder.`,
      { cause },
    );
  }
}

/** All that is sealed here opens with it only; where it is lost, everything has to be connected again. */
function masterKeyOf(folder: string): string {
  const path = join(folder, names.key);
  if (!existsSync(path)) {
    if (existsSync(join(folder, names.database))) {
      throw new UserError(
        `${path} is missing, and what is in ${folder} opens with it only: bring it back, or move ${names.database} and weighbridge.json away to start afresh.`,
      );
    }
    writeFileAtomically(path, `${randomBytes(32).toString('base64url')}\n`);
  }
  const key = readFileSync(path, 'utf8').trim();
  if (key.length >= 43) return key;
  throw new UserError(`${path} is damaged: bring a copy of it back, or move ${folder} away to start afresh.`);
}
