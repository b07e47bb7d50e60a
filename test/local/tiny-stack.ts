import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type CloudOptions, type LocalCloud, startCloud } from '../../lib/local/cloud.ts';
import { temporaryFolder } from './temporary-folder.ts';

export type Resources = Record<string, { Type: string; Properties?: object; Condition?: string; Metadata?: object }>;

export interface TinyStack {
  resources: Resources;
  outputs?: Record<string, { Value: unknown }>;
  parameters?: Record<string, { Type: string; Default?: string }>;
  conditions?: Record<string, unknown>;
}

/** Writes a cloud assembly by hand, with one stack called Tiny; bundles are written by `functionOf`. */
export function writeAssembly(folder: string, { resources, outputs, parameters, conditions }: TinyStack): string {
  mkdirSync(folder, { recursive: true });
  const properties = { templateFile: 'Tiny.template.json' };
  const manifest = {
    version: '1.0.0',
    artifacts: {
      Tree: { type: 'cdk:tree', properties: { file: 'tree.json' } },
      Tiny: { type: 'aws:cloudformation:stack', properties },
    },
  };
  const template = { Resources: resources, Outputs: outputs, Parameters: parameters, Conditions: conditions };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, properties.templateFile), JSON.stringify(template));
  return folder;
}

export interface TinyFunction {
  /** The module's text; exports `handler`. */
  code: string;
  /** Statements of its role's policy. */
  allow?: { Action: string | string[]; Resource: unknown }[];
  environment?: Record<string, unknown>;
  properties?: object;
}

/** A function, its role and its policy, as CDK writes them; `assembly` is where its bundle goes. */
export function functionOf(assembly: string, id: string, tiny: TinyFunction): Resources {
  const hash = createHash('sha256').update(tiny.code).digest('hex');
  mkdirSync(join(assembly, `asset.${hash}`), { recursive: true });
  writeFileSync(join(assembly, `asset.${hash}`, 'index.mjs'), tiny.code);
  const Statement = (tiny.allow ?? []).map((allow) => ({ Effect: 'Allow', ...allow }));
  return {
    [`${id}Role`]: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } },
    [`${id}Policy`]: {
      Type: 'AWS::IAM::Policy',
      Properties: { PolicyName: `${id}Policy`, PolicyDocument: { Statement }, Roles: [{ Ref: `${id}Role` }] },
    },
    [id]: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: { S3Bucket: { 'Fn::Sub': `cdk-assets-\${AWS::AccountId}` }, S3Key: `${hash}.zip` },
        Handler: 'index.handler',
        Runtime: 'nodejs24.x',
        Role: { 'Fn::GetAtt': [`${id}Role`, 'Arn'] },
        ...(tiny.environment && { Environment: { Variables: tiny.environment } }),
        ...tiny.properties,
      },
      Metadata: { 'aws:cdk:path': `Tiny/${id}/Resource` },
    },
  };
}

/** Runs a stack until the test is over. */
export async function startTiny(
  stack: TinyStack,
  options: Partial<CloudOptions> = {},
): Promise<LocalCloud & { state: string }> {
  const assembly = writeAssembly(options.assembly ?? temporaryFolder(), stack);
  const state = options.state ?? temporaryFolder();
  const cloud = await startCloud({ graceMs: 200, ...options, assembly, state });
  onTestFinished(() => cloud.stop());
  return { ...cloud, state };
}

/** What an AWS client needs to call this cloud as a function of that logical id, or as `admin`. */
export const clientOf = (cloud: LocalCloud, caller: string) => ({
  endpoint: cloud.endpoint,
  region: cloud.region,
  credentials: { accessKeyId: caller, secretAccessKey: 'local' },
  maxAttempts: 1,
});
