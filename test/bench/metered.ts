import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';

/** What DynamoDB reports as consumed, and how many times it was asked. */
export interface Units {
  reads: number;
  readUnits: number;
  writes: number;
  writeUnits: number;
  /** Each call in order, `GetItem accounts 1.5`. */
  calls: string[];
}

export const noUnits = (): Units => ({ reads: 0, readUnits: 0, writes: 0, writeUnits: 0, calls: [] });

const answerSchema = v.object({ ConsumedCapacity: v.object({ CapacityUnits: v.number() }) });

/** What DynamoDB charges for a query that finds nothing, and dynalite does not; half of it where that is enough. */
const leastUnits = (input: object): number => ('ConsistentRead' in input && input.ConsistentRead ? 1 : 0.5);

/** What an event is written with while it is pending: the index holds all of it, which dynalite leaves out. */
const indexed = 2;

/** Has every call of this client say what it consumed. Counting goes on into whatever `units` is handed out last. */
export class Meter {
  #units = noUnits();

  constructor(client: DynamoDBDocumentClient) {
    client.middlewareStack.add(
      (next, context) => async (call) => {
        Object.assign(call.input, { ReturnConsumedCapacity: 'TOTAL' });
        const answer = await next(call);
        this.#count(String(context.commandName), call.input, answer.output);
        return answer;
      },
      { step: 'initialize', priority: 'high', name: 'meter' },
    );
  }

  /** What was consumed since the last time. */
  read(): Units {
    const units = this.#units;
    this.#units = noUnits();
    return units;
  }

  #count(command: string, input: object, output: unknown): void {
    const isRead = /Get|Query|Scan/.test(command);
    const reported = v.parse(answerSchema, output).ConsumedCapacity.CapacityUnits;
    const table = 'TableName' in input ? input.TableName : '';
    const units = isRead ? Math.max(reported, leastUnits(input)) : reported * (table === 'measurements' ? indexed : 1);
    this.#units.calls.push(`${command.replace('Command', '')} ${table} ${units}`);
    if (isRead) {
      this.#units.reads += 1;
      this.#units.readUnits += units;
    } else {
      this.#units.writes += 1;
      this.#units.writeUnits += units;
    }
  }
}
