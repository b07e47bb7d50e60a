import * as v from 'valibot';

/** What the local cloud asks of a function's process, one at a time. */
export interface InvokeRequest {
  requestId: string;
  event: unknown;
  /** Epoch milliseconds at which the process will be killed. */
  deadline: number;
  invokedFunctionArn: string;
}

const functionErrorSchema = v.object({
  errorType: v.string(),
  errorMessage: v.string(),
  trace: v.optional(v.array(v.string()), []),
});

/** An error as Lambda reports it to whoever invoked the function. */
export type FunctionError = v.InferOutput<typeof functionErrorSchema>;

/**
 * What comes back: that the module is loaded (or why not), and the outcome of the one invocation. Results are JSON
 * text, as on the wire.
 */
export const childMessageSchema = v.variant('kind', [
  v.object({ kind: v.literal('ready') }),
  v.object({ kind: v.literal('unusable'), error: functionErrorSchema }),
  v.object({ kind: v.literal('returned'), json: v.string() }),
  v.object({ kind: v.literal('threw'), error: functionErrorSchema }),
]);

export type ChildMessage = v.InferOutput<typeof childMessageSchema>;
