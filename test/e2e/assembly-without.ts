import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';

/** Something that the holder of one role may do. */
export interface Grant {
  /** Its name in the CDK app: a function's, or `scheduler`. */
  of: string;
  /** `dynamodb:PutItem` */
  action: string;
  on: keyof typeof resources;
}

/** How a policy of the template names what it is about. */
const resources = {
  accounts: /^\{"Fn::GetAtt":\["StorageAccounts/,
  measurements: /^\{"Fn::GetAtt":\["StorageMeasurements/,
  pending: /"StorageMeasurements.*"\/index\/pending"/,
  files: /"StorageArchive.*"\/fit\//,
  archive: /^\{"Fn::GetAtt":\["StorageArchive/,
  secret: /"StorageSecret/,
  deadLetters: /"SyncQueueDeadLetters/,
  queue: /"SyncQueue(?!DeadLetters)/,
  topic: /"AlarmsTopic/,
  log: /log[0-9A-F]{8}"/,
  dispatch: /"Timetabledispatch[0-9A-F]{8}"/,
} as const;

const templateFile = 'Weighbridge.template.json';

const statementSchema = v.looseObject({ Action: v.union([v.string(), v.array(v.string())]), Resource: v.unknown() });
const policySchema = v.looseObject({
  Type: v.literal('AWS::IAM::Policy'),
  Properties: v.looseObject({ PolicyDocument: v.looseObject({ Statement: v.array(statementSchema) }) }),
  Metadata: v.looseObject({ 'aws:cdk:path': v.string() }),
});
const templateSchema = v.looseObject({ Resources: v.record(v.string(), v.unknown()) });

const readTemplate = async (assembly: string) =>
  v.parse(templateSchema, JSON.parse(await readFile(join(assembly, templateFile), 'utf8')));

/** Everything that the template allows anybody: `sync s3:PutObject on archive`. */
export async function grantsIn(assembly: string): Promise<string[]> {
  const { Resources } = await readTemplate(assembly);
  return Object.values(Resources).flatMap((resource) => {
    if (!v.is(policySchema, resource)) return [];
    const path = resource.Metadata['aws:cdk:path'];
    const [, of = path] = /\/([\w-]+)-role\//.exec(path) ?? [];
    return resource.Properties.PolicyDocument.Statement.flatMap(({ Action, Resource }) => {
      const text = JSON.stringify(Resource);
      const [on = text] = Object.entries(resources).find(([, pattern]) => pattern.test(text)) ?? [];
      return [Action].flat().map((action) => `${of} ${action} on ${on}`);
    });
  });
}

/**
 * Makes a copy of a cloud assembly in which one function lacks one grant; everything else in it is the original.
 *
 * @returns the folder of the copy
 * @throws Error when the template does not give that grant exactly once
 */
export async function assemblyWithout(grant: Grant, assembly: string, folder: string): Promise<string> {
  await mkdir(folder);
  const template = await readTemplate(assembly);
  let removed = 0;
  for (const resource of Object.values(template.Resources)) {
    if (!v.is(policySchema, resource) || !resource.Metadata['aws:cdk:path'].includes(`/${grant.of}-role/`)) continue;
    const document = resource.Properties.PolicyDocument;
    for (const statement of document.Statement) {
      if (!resources[grant.on].test(JSON.stringify(statement.Resource))) continue;
      const actions = [statement.Action].flat();
      statement.Action = actions.filter((action) => action !== grant.action);
      removed += actions.length - statement.Action.length;
    }
    document.Statement = document.Statement.filter(({ Action }) => Action.length > 0);
  }
  if (removed !== 1) throw new Error(`The template gives ${grant.of} ${grant.action} on ${grant.on} ${removed} times.`);
  for (const name of await readdir(assembly)) {
    if (name !== templateFile) await symlink(join(assembly, name), join(folder, name));
  }
  await writeFile(join(folder, templateFile), JSON.stringify(template));
  return folder;
}
