import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { synthesize } from '../../lib/local/synthesize.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the cloud assembly: the stack as it would be deployed, synthesized once for all end-to-end tests. */
    assembly: string;
  }
}

export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'weighbridge-assembly-'));
  provide('assembly', await synthesize({ out: folder }));
  return () => rm(folder, { recursive: true, force: true });
}
