import { existsSync, realpathSync } from 'node:fs';
import { devNull } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import * as v from 'valibot';
import { LocalCloudError } from '../local-cloud-error.ts';
import { region } from '../template/identity.ts';
import type { Resource } from '../template/stack.ts';

/** What the local cloud heeds of a function's properties. */
export const functionSchema = v.object({
  Code: v.object({ S3Key: v.optional(v.string()) }),
  Handler: v.string(),
  Role: v.string(),
  Timeout: v.optional(v.number(), 3),
  MemorySize: v.optional(v.number(), 128),
  ReservedConcurrentExecutions: v.optional(v.number()),
  Environment: v.optional(v.object({ Variables: v.optional(v.record(v.string(), v.string()), {}) })),
  LoggingConfig: v.optional(
    v.object({ LogFormat: v.optional(v.string()), ApplicationLogLevel: v.optional(v.string()) }),
    {},
  ),
});

/** What Lambda's own runtime sets. Nothing of this machine's environment passes but the way to the programs. */
export function runtimeEnvironment(
  resource: Resource,
  { Code, Handler, MemorySize, LoggingConfig }: v.InferOutput<typeof functionSchema>,
  { assembly, endpoint }: { assembly: string; endpoint: string },
): Record<string, string> {
  const bundle = bundleOf(resource, Code.S3Key, assembly);
  return {
    AWS_ACCESS_KEY_ID: resource.logicalId,
    // Without these the SDK would look for the developer's own files.
    AWS_CONFIG_FILE: devNull,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: endpoint,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(MemorySize),
    AWS_LAMBDA_FUNCTION_NAME: resource.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_FORMAT: LoggingConfig.LogFormat ?? 'Text',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${resource.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    ...(LoggingConfig.ApplicationLogLevel !== undefined && { AWS_LAMBDA_LOG_LEVEL: LoggingConfig.ApplicationLogLevel }),
    AWS_REGION: region,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    LAMBDA_TASK_ROOT: bundle,
    // Half of a cold start is compiling: Node keeps beside the bundles, and with them, what it has compiled once.
    NODE_COMPILE_CACHE: join(dirname(realpathSync(bundle)), '.compiled'),
    PATH: [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter),
    TZ: 'UTC',
    _HANDLER: Handler,
  };
}

/** CDK uploads an asset as `<hash>.zip` and leaves it in the assembly as `asset.<hash>/`. */
function bundleOf(resource: Resource, s3Key: string | undefined, assembly: string): string {
  const hash = s3Key
    ?.split('/')
    .at(-1)
    ?.replace(/\.zip$/, '');
  const folder = join(assembly, `asset.${hash}`);
  if (hash !== undefined && existsSync(folder)) return folder;
  throw new LocalCloudError(`The code of function ${resource.path} is not in ${assembly}; run "npm run synth".`);
}
