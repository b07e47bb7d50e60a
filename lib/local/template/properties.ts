import * as v from 'valibot';
import { LocalCloudError } from '../local-cloud-error.ts';
import type { Resource } from './stack.ts';

/**
 * A resource's properties in the shape its part of the local cloud needs.
 *
 * @throws LocalCloudError naming the resource and the property that is not as expected.
 */
export function propertiesAs<const Schema extends v.GenericSchema>(
  schema: Schema,
  resource: Resource,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, resource.properties());
  if (result.success) return result.output;
  const property = v.getDotPath(result.issues[0]) ?? 'its properties';
  throw new LocalCloudError(
    `${resource.type} ${resource.path}: the local cloud cannot use ${property} as the template has it.`,
  );
}
