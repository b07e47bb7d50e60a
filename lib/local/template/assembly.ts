import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { LocalCloudError } from '../local-cloud-error.ts';

const resourceSchema = v.object({
  Type: v.string(),
  Properties: v.optional(v.record(v.string(), v.unknown()), {}),
  Condition: v.optional(v.string()),
  Metadata: v.optional(v.record(v.string(), v.unknown()), {}),
});

const templateSchema = v.object({
  Resources: v.record(v.string(), resourceSchema),
  Parameters: v.optional(v.record(v.string(), v.object({ Default: v.optional(v.unknown()) })), {}),
  Conditions: v.optional(v.record(v.string(), v.unknown()), {}),
  Mappings: v.optional(v.record(v.string(), v.record(v.string(), v.record(v.string(), v.unknown()))), {}),
  Outputs: v.optional(v.record(v.string(), v.object({ Value: v.unknown(), Condition: v.optional(v.string()) })), {}),
});

const manifestSchema = v.object({
  artifacts: v.record(
    v.string(),
    v.object({
      type: v.string(),
      properties: v.optional(
        v.looseObject({ templateFile: v.optional(v.string()), stackName: v.optional(v.string()) }),
      ),
    }),
  ),
});

export type TemplateResource = v.InferOutput<typeof resourceSchema>;
export type Template = v.InferOutput<typeof templateSchema>;

/** A synthesized stack: what `cdk synth` leaves in its output folder. */
export interface Assembly {
  /** Where the assets lie, `asset.<hash>/` each. */
  directory: string;
  stackName: string;
  template: Template;
}

/**
 * Reads the one stack of a cloud assembly.
 *
 * @throws LocalCloudError when there is no assembly, or not exactly one stack in it.
 */
export function loadAssembly(directory: string): Assembly {
  const { artifacts } = read(directory, 'manifest.json', manifestSchema);
  const stacks = Object.entries(artifacts).filter(([, { type }]) => type === 'aws:cloudformation:stack');
  const [stack] = stacks;
  if (!stack || stacks.length > 1) {
    throw new LocalCloudError(
      `The cloud assembly in ${directory} holds ${stacks.length} stacks; the local cloud runs exactly one.`,
    );
  }
  const [id, { properties }] = stack;
  const templateFile = properties?.templateFile ?? `${id}.template.json`;
  return { directory, stackName: properties?.stackName ?? id, template: read(directory, templateFile, templateSchema) };
}

function read<const Schema extends v.GenericSchema>(
  directory: string,
  file: string,
  schema: Schema,
): v.InferOutput<Schema> {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(join(directory, file), 'utf8'));
  } catch (cause) {
    throw new LocalCloudError(`There is no readable cloud assembly in ${directory} (${file}); run "npm run synth".`, {
      cause,
    });
  }
  const result = v.safeParse(schema, json);
  if (result.success) return result.output;
  throw new LocalCloudError(
    `${join(directory, file)} has a shape the local cloud does not know, at ${v.getDotPath(result.issues[0]) ?? 'the top'}.`,
  );
}
