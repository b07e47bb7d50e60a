import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What a synthesis of this project depends on; the versions of all packages are in the lock file. */
const inputs = ['bin', 'lib', 'functions', 'cdk.json', 'cdk.context.json', 'package-lock.json', 'tsconfig.json'];

/** A fingerprint of everything that goes into a synthesis: the same one means the same cloud assembly. */
export function fingerprintOf(project: string, context: Readonly<Record<string, string>>): string {
  const hash = createHash('sha256').update(JSON.stringify([process.version, context]));
  for (const file of inputs.flatMap((input) => filesIn(project, input))) {
    hash.update(JSON.stringify(file)).update(
      createHash('sha256')
        .update(readFileSync(join(project, file)))
        .digest(),
    );
  }
  return hash.digest('hex');
}

function filesIn(project: string, path: string): string[] {
  const absolute = join(project, path);
  if (!existsSync(absolute)) return [];
  if (!statSync(absolute).isDirectory()) return [path];
  return readdirSync(absolute)
    .sort()
    .flatMap((name) => filesIn(project, join(path, name)));
}
