import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Readable by its owner alone: state holds tokens, secrets and health values. */
const ownerOnly = 0o600;

/** Writes a whole file or nothing: a reader, or the next start after a crash, sees the old content or the new one. */
export function writeFileAtomically(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.new`;
  writeFileSync(draft, content, { mode: ownerOnly });
  renameSync(draft, path);
}

/** Any text as one file name: no separators, no `..`, nothing a file system could take for something else. */
export function fileNameFor(text: string): string {
  return encodeURIComponent(text)
    .replace(/[~.*'()!]/g, (character) =>
      // A dot inside a name is harmless and keeps endings readable; only a leading one (`.`, `..`, hidden
      // files) is not.
      character === '.' ? '.' : `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    )
    .replace(/^\./, '%2E');
}
