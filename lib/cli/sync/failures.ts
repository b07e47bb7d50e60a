import { WeighbridgeError } from '../../errors.ts';
import { LocalCloudError } from '../../local/local-cloud-error.ts';
import { clockQuestion } from '../clock-in-mind.ts';
import { UserError } from '../user-error.ts';

/** A failure as one line for a person; what others wrote may hold anything and is not repeated. */
export function reasonOf(failure: unknown): string {
  const isOurs =
    failure instanceof WeighbridgeError || failure instanceof UserError || failure instanceof LocalCloudError;
  const question = clockQuestion(failure);
  if (question) return question;
  if (isOurs) return failure.message.replace(/\s+/g, ' ');
  const name = failure instanceof Error ? failure.name : typeof failure;
  return `Something unexpected happened (${name}). Nothing is lost; run it again with --verbose to see where.`;
}
