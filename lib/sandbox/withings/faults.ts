/** Something going wrong with the next calls of an action, or of any. */
export type PlannedFault = {
  /** `getmeas`, or `/v2/heart list` where several services have an action of this name; any when absent. */
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
  /** The call is carried out and answered with `"body": []`, as PHP writes an object without keys. */
  | { kind: 'array body' }
  /** The answer ends in its middle. */
  | { kind: 'truncated' }
  /** Every type, model, category, state and the like is a number that nobody has seen yet. */
  | { kind: 'unknown enums' }
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
export function takeFault(faults: Faults, path: string, action: string): PlannedFault | undefined {
  const names = [undefined, action, `${path} ${action}`];
  const index = faults.planned.findIndex((fault) => names.includes(fault.action));
  const fault = faults.planned[index];
  if (!fault) return undefined;
  const left = (fault.times ?? 1) - 1;
  if (left > 0) fault.times = left;
  else faults.planned.splice(index, 1);
  return fault;
}
