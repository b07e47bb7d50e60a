import { readFile } from 'node:fs/promises';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import * as v from 'valibot';
import { awsSentence } from './aws-sentence.ts';
import type { StackOutputs } from './cli-host.ts';
import { outputsFile } from './outputs-file.ts';
import { UserError } from './user-error.ts';

const stackName = 'Weighbridge';

const outputsSchema = v.object({ [stackName]: v.record(v.string(), v.string()) });

/** What a command finds of a deployment. */
export interface FoundStack {
  outputs: StackOutputs;
  /** Where it is; absent when only the terminal knows. */
  region?: string;
}

/**
 * The deployed stack: as it was written down when it was deployed from this folder, otherwise as CloudFormation knows
 * it in the account and region of this terminal.
 *
 * @throws UserError with what to do when there is none
 */
export async function findStack(env: NodeJS.ProcessEnv): Promise<FoundStack> {
  const text = await readFile(outputsFile, 'utf8').catch(() => undefined);
  if (text === undefined) return askCloudFormation(env);
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), outputsSchema), text);
  if (!read.success) throw new UserError(`${outputsFile} is not what a deployment writes. Run again: npm run deploy`);
  const outputs = read.output[stackName];
  return { outputs, ...(outputs.Region && { region: outputs.Region }) };
}

async function askCloudFormation(env: NodeJS.ProcessEnv): Promise<FoundStack> {
  // The SDK reads AWS_REGION and the profile; the CDK and the AWS command line know this one too.
  const named = env.AWS_REGION || env.AWS_DEFAULT_REGION;
  const client = new CloudFormationClient(named ? { region: named } : {});
  const region = await client.config.region().catch((cause) => {
    throw new UserError(
      `Nothing was deployed from this folder yet (${outputsFile} is missing), and this terminal names no AWS region to look in. ` +
        'Set AWS_REGION to where the stack is, or make it: npm run deploy',
      { cause },
    );
  });
  const { Stacks: [stack] = [] } = await client
    .send(new DescribeStacksCommand({ StackName: stackName }))
    .catch((cause: Error) => {
      throw new UserError(isUnknown(cause) ? noStackIn(region) : sentenceFor(cause), { cause });
    });
  const outputs = Object.fromEntries(
    (stack?.Outputs ?? []).flatMap(({ OutputKey, OutputValue }) =>
      OutputKey && OutputValue ? [[OutputKey, OutputValue]] : [],
    ),
  );
  if (!outputs.AccountsTable) {
    throw new UserError(
      `The stack ${stackName} in ${region} is not complete (${stack?.StackStatus ?? 'no state'}). ` +
        'Wait until it is deployed, or deploy it again: npm run deploy',
    );
  }
  return { outputs, region };
}

/** `Stack with id Weighbridge does not exist`. */
const isUnknown = ({ name, message }: Error): boolean => name === 'ValidationError' && /does not exist/.test(message);

const noStackIn = (region: string): string =>
  `There is no stack ${stackName} in ${region} of this AWS account. If it is elsewhere, set AWS_REGION or AWS_PROFILE; otherwise make it: npm run deploy`;

const sentenceFor = (cause: Error): string =>
  awsSentence(cause) ?? `AWS did not tell where the stack is (${cause.name}). Try again in a minute.`;
