/** Something going wrong with the next calls of an action, or of any. */
export type PlannedFault = {
  /** Any action when absent. */
  action?: string;
  /** How many calls it hits; 1 when absent. */
  times?: number;
} & (
  | { kind: 'status'; status: number; waitSeconds?: number }
  | { kind: 'http'; httpStatus: number }
  /** HTTP 200 with a page of HTML. */
  | { kind: 'html' }
  /** The call is carried out and answered with `"body": null`. */
  | { kind: 'null body' }
  | { kind: 'slow'; delayMs: number }
  /** The call is carried out, then the connection breaks: after a refresh nobody has the new tokens. */
  | { kind: 'lost answer' }
);

/** The fault switches. */
export interface Faults {
  planned: PlannedFault[];
  /** Scopes the person does not grant on the consent page. */
  withheldScopes: string[];
  dropNotifications: boolean;
  duplicateNotifications: boolean;
  reverseNotifications: boolean;
}

/** The first planned fault that hits this action, used up by one. */
export function takeFault(faults: Faults, action: string): PlannedFault | undefined {
  const index = faults.planned.findIndex((fault) => fault.action === undefined || fault.action === action);
  const fault = faults.planned[index];
  if (!fault) return undefined;
  const left = (fault.times ?? 1) - 1;
  if (left > 0) fault.times = left;
  else faults.planned.splice(index, 1);
  return fault;
}
