import * as v from 'valibot';
import { type AwsAnswer, type AwsCall, AwsError } from './aws-call.ts';

/** The body of a call in one of AWS's JSON protocols, checked against what the operation takes. */
export function inputAs<const Schema extends v.GenericSchema>(schema: Schema, call: AwsCall): v.InferOutput<Schema> {
  let input: unknown;
  try {
    input = JSON.parse(call.body.toString() || '{}');
  } catch {
    throw new AwsError('SerializationException', `The body of ${call.operation} is not JSON.`);
  }
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  const issue = result.issues[0];
  throw new AwsError(
    'ValidationException',
    `${call.operation}: ${v.getDotPath(issue) ?? 'the input'} should be ${issue.expected ?? 'different'}.`,
  );
}

export const jsonAnswer = (version: '1.0' | '1.1', output: unknown): AwsAnswer => ({
  status: 200,
  headers: { 'content-type': `application/x-amz-json-${version}` },
  body: JSON.stringify(output ?? {}),
});

export const jsonRefusal = (version: '1.0' | '1.1', namespace: string, error: AwsError): AwsAnswer => ({
  status: error.status,
  headers: { 'content-type': `application/x-amz-json-${version}` },
  body: JSON.stringify({ __type: `${namespace}#${error.code}`, message: error.message }),
});
