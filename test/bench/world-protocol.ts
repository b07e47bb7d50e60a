/** What the thread with the engine asks of the thread with the world around it, and is answered. */
export interface Question {
  id: number;
  /** The time as the engine has it, epoch milliseconds. */
  now: number;
  ask: { store: string; input: object } | { url: string; init: PlainInit };
}

export interface PlainInit {
  method: string;
  headers: [string, string][];
  body: ArrayBuffer | undefined;
}

export type Reply =
  | { id: number; output: object }
  | { id: number; conditionFailed: true }
  | { id: number; status: number; headers: [string, string][]; body: string };

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
  cpuMs: number;
  /** What the messages between the threads took of it, about. */
  messagesMs: number;
  /** Largest heap in use, megabytes, what the code itself takes included. */
  heapMb: number;
  invocations: number;
  storeCalls: number;
  vendorCalls: number;
  /** How much time went by in the life of the person, seconds. */
  seconds: number;
}
