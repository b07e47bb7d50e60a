import { UserError } from '../user-error.ts';

/** What was asked for makes no sense: nothing was begun, and the program ends with 2, as other programs do. */
export class UsageError extends UserError {}
