import * as v from 'valibot';
import { type AwsAnswer, type AwsCall, AwsError, type StandIn } from '../gateway/aws-call.ts';
import { inputAs, jsonAnswer, jsonRefusal } from '../gateway/json-protocol.ts';
import type { Ask } from '../iam/statements.ts';
import type { Secret, SecretVault, SecretVersion } from './vault.ts';

const secretIdSchema = v.object({ SecretId: v.string() });

const getSchema = v.object({
  SecretId: v.string(),
  VersionId: v.optional(v.string()),
  VersionStage: v.optional(v.string()),
});

const putSchema = v.object({
  SecretId: v.string(),
  ClientRequestToken: v.string(),
  SecretString: v.optional(v.string()),
  SecretBinary: v.optional(v.string()),
  VersionStages: v.optional(v.array(v.string()), ['AWSCURRENT']),
});

/** Secrets Manager over a vault: read, describe, and put new versions beside the previous one. */
export class SecretsManager implements StandIn {
  readonly #vault: SecretVault;
  readonly #now: () => number;

  constructor(vault: SecretVault, now: () => number) {
    this.#vault = vault;
    this.#now = now;
  }

  asks(call: AwsCall): Ask[] {
    const { SecretId } = inputAs(secretIdSchema, call);
    return [{ action: `secretsmanager:${call.operation}`, resource: this.#vault.find(SecretId)?.arn ?? SecretId }];
  }

  serve(call: AwsCall): AwsAnswer {
    switch (call.operation) {
      case 'GetSecretValue':
        return jsonAnswer('1.1', this.#get(call));
      case 'PutSecretValue':
      case 'UpdateSecret':
        return jsonAnswer('1.1', this.#put(call));
      case 'DescribeSecret':
        return jsonAnswer('1.1', describe(this.#secretOf(call)));
      default:
        throw new AwsError('UnknownOperationException', `The local Secrets Manager does not know ${call.operation}.`);
    }
  }

  refuse(error: AwsError): AwsAnswer {
    return jsonRefusal('1.1', 'com.amazonaws.secretsmanager', new AwsError(error.code, error.message, 400));
  }

  #secretOf(call: AwsCall): Secret {
    const secret = this.#vault.find(inputAs(secretIdSchema, call).SecretId);
    if (secret) return secret;
    throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  }

  #get(call: AwsCall): unknown {
    const secret = this.#secretOf(call);
    const { VersionId, VersionStage = VersionId === undefined ? 'AWSCURRENT' : undefined } = inputAs(getSchema, call);
    const version = secret.versions.find(
      ({ id, stages }) =>
        (VersionId === undefined || id === VersionId) && (VersionStage === undefined || stages.includes(VersionStage)),
    );
    if (!version) {
      const which = VersionStage === undefined ? `VersionId: ${VersionId}` : `staging label: ${VersionStage}`;
      throw new AwsError(
        'ResourceNotFoundException',
        `Secrets Manager can't find the specified secret value for ${which}`,
      );
    }
    return {
      ...identified(secret, version),
      ...(version.text !== undefined && { SecretString: version.text }),
      ...(version.binary !== undefined && { SecretBinary: version.binary }),
      CreatedDate: version.createdAt / 1000,
    };
  }

  #put(call: AwsCall): unknown {
    const secret = this.#secretOf(call);
    const { ClientRequestToken: id, SecretString, SecretBinary, VersionStages } = inputAs(putSchema, call);
    const version: SecretVersion = {
      id,
      stages: VersionStages,
      createdAt: this.#now(),
      ...(SecretString !== undefined && { text: SecretString }),
      ...(SecretBinary !== undefined && { binary: SecretBinary }),
    };
    const repeated = secret.versions.find((existing) => existing.id === id);
    if (!repeated) this.#vault.put(secret, version);
    else if (repeated.text !== version.text || repeated.binary !== version.binary) {
      throw new AwsError(
        'ResourceExistsException',
        'You tried to modify a version that already exists: a version cannot be changed, only a new one added.',
      );
    }
    return identified(secret, repeated ?? version);
  }
}

const identified = ({ arn, name }: Secret, { id, stages }: SecretVersion): Record<string, unknown> => ({
  ARN: arn,
  Name: name,
  VersionId: id,
  VersionStages: stages,
});

const describe = ({ arn, name, versions }: Secret): unknown => ({
  ARN: arn,
  Name: name,
  VersionIdsToStages: Object.fromEntries(versions.map(({ id, stages }) => [id, stages])),
});
