/** What the thread with the engine asks of the thread with the world around it, and is answered. */
export interface Question {
  id: number;
  /** The time as the engine has it, epoch milliseconds. */
  now: number;
  ask: StoreCall | { url: string; init: PlainInit };
}

/** A request to DynamoDB as the SDK has serialized it. */
export interface StoreCall {
  operation: string;
  body: Uint8Array<ArrayBuffer>;
}

export interface PlainInit {
  method: string;
  headers: [string, string][];
  body: ArrayBuffer | undefined;
}

export interface Reply {
  id: number;
  status: number;
  headers: [string, string][];
  body: Uint8Array<ArrayBuffer>;
}

/** What the engine's thread is given to begin with. */
export interface Assignment {
  account: string;
  /** Epoch milliseconds. */
  now: number;
  /** How long an invocation may go on beginning something new, milliseconds. */
  timeMs: number;
}

/** What the engine's thread took in the end. */
export interface Outcome {
  /** Of a processor: engine, SDK, and the messages that stand for its connections. */
  cpuMs: number;
  /** Largest heap in use, megabytes, what the code itself takes included. */
  heapMb: number;
  invocations: number;
  /** How often DynamoDB was asked, by operation. */
  storeCalls: Record<string, number>;
  vendorCalls: number;
  /** How much time went by in the life of the person, seconds. */
  seconds: number;
}
