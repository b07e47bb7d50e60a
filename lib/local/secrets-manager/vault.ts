import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { fileNameFor, writeFileAtomically } from '../atomic-file.ts';
import { LocalCloudError } from '../local-cloud-error.ts';

const versionSchema = v.object({
  id: v.string(),
  stages: v.array(v.string()),
  createdAt: v.number(),
  text: v.optional(v.string()),
  /** base64 */
  binary: v.optional(v.string()),
});

const secretSchema = v.object({ name: v.string(), arn: v.string(), versions: v.array(versionSchema) });

export type SecretVersion = v.InferOutput<typeof versionSchema>;
export type Secret = v.InferOutput<typeof secretSchema>;

/** Secrets in a folder, one file each, readable by its owner alone. */
export class SecretVault {
  readonly #folder: string;
  readonly #secrets = new Map<string, Secret>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Takes up a secret from an earlier run, or begins it with this value. */
  open(name: string, arn: string, firstValue: () => string, nowMs: number): void {
    const path = this.#path(name);
    let content: string;
    try {
      content = readFileSync(path, 'utf8');
    } catch {
      const text = firstValue();
      const id = createHash('sha256').update(text).update(String(nowMs)).digest('hex').slice(0, 32);
      this.#keep({ name, arn, versions: [{ id, stages: ['AWSCURRENT'], createdAt: nowMs, text }] });
      return;
    }
    const result = v.safeParse(v.pipe(v.string(), v.parseJson(), secretSchema), content);
    if (!result.success)
      throw new LocalCloudError(
        `${path} is damaged; restore it from a backup, or move the whole state folder away: without its keys nothing in it opens.`,
      );
    this.#secrets.set(name, { ...result.output, arn });
  }

  /** @param id name, ARN, or ARN without its last six characters */
  find(id: string): Secret | undefined {
    return [...this.#secrets.values()].find(
      ({ name, arn }) => id === name || id === arn || id === arn.replace(/-[^-]{6}$/, ''),
    );
  }

  /**
   * Adds a version under these stages and takes them from whoever had them; the former AWSCURRENT becomes AWSPREVIOUS.
   */
  put(secret: Secret, added: SecretVersion): void {
    const takesCurrent = added.stages.includes('AWSCURRENT');
    const taken = takesCurrent ? [...added.stages, 'AWSPREVIOUS'] : added.stages;
    const versions = secret.versions.map((version) => {
      const stages = version.stages.filter((stage) => !taken.includes(stage));
      return takesCurrent && version.stages.includes('AWSCURRENT')
        ? { ...version, stages: [...stages, 'AWSPREVIOUS'] }
        : { ...version, stages };
    });
    // A version that no stage points at is deprecated, and AWS may delete it at any time: here it goes at once.
    this.#keep({ ...secret, versions: [...versions.filter(({ stages }) => stages.length > 0), added] });
  }

  #keep(secret: Secret): void {
    writeFileAtomically(this.#path(secret.name), `${JSON.stringify(secret, undefined, 2)}\n`);
    this.#secrets.set(secret.name, secret);
  }

  #path(name: string): string {
    return join(this.#folder, `${fileNameFor(name)}.json`);
  }
}
