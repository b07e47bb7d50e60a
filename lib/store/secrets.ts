import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { Clock } from '../clock.ts';
import { ReauthorizeError } from '../errors.ts';
import { type DerivedKeys, deriveKeys } from './derived-keys.ts';
import { overwrittenSecret } from './overwritten-secret.ts';
import {
  parseSecret,
  type SecretValue,
  type SecretVersion,
  type WithingsCredentials,
  withingsCredentialsIn,
} from './secret-value.ts';

const cachedForMs = 5 * 60_000;

/**
 * The one secret: a master key that is generated with the stack, and the Withings application that the owner puts
 * in beside it.
 */
export class Secrets {
  readonly #client: SecretsManagerClient;
  readonly #secretId: string;
  readonly #clock: Clock;
  #cached: { value: Promise<SecretValue>; readAt: number } | undefined;

  constructor(client: SecretsManagerClient, secretId: string, clock: Clock) {
    this.#client = client;
    this.#secretId = secretId;
    this.#clock = clock;
  }

  /** @throws BugError that says how to bring the master key back when somebody wrote over it */
  async masterKeys(): Promise<DerivedKeys> {
    const { masterKey } = await this.#value();
    return deriveKeys(masterKey);
  }

  /** @throws ReauthorizeError that says how to put them in when they are missing */
  async withingsCredentials(): Promise<WithingsCredentials> {
    const credentials = withingsCredentialsIn(await this.#value());
    if (credentials) return credentials;
    // The owner is about to put them in and will not want to wait.
    this.#cached = undefined;
    throw new ReauthorizeError(
      'The client id and secret of your Withings application are not there yet: ' +
        'put them in with `npx weighbridge setup`, ' +
        `or add withingsClientId and withingsClientSecret to the secret ${this.#secretId} beside its masterKey.`,
      { service: 'Withings', action: 'client credentials' },
    );
  }

  /** Puts them in beside everything else that the secret holds. */
  async putWithingsCredentials({ clientId, clientSecret }: WithingsCredentials): Promise<void> {
    const value = { ...(await this.#read()), withingsClientId: clientId, withingsClientSecret: clientSecret };
    const put = new PutSecretValueCommand({ SecretId: this.#secretId, SecretString: JSON.stringify(value) });
    await this.#client.send(put);
    this.#cached = undefined;
  }

  /** Concurrent callers share one reading; a failed one is not remembered. */
  #value(): Promise<SecretValue> {
    const now = this.#clock.now();
    if (this.#cached && now < this.#cached.readAt + cachedForMs) return this.#cached.value;
    const reading = { value: this.#read(), readAt: now };
    reading.value.catch(() => {
      if (this.#cached === reading) this.#cached = undefined;
    });
    this.#cached = reading;
    return reading.value;
  }

  async #read(): Promise<SecretValue> {
    const current = await this.#version('AWSCURRENT');
    const value = parseSecret(current);
    if (value) return value;
    const previous = await this.#version('AWSPREVIOUS').catch((error: unknown) => {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    });
    throw overwrittenSecret(this.#secretId, current, previous);
  }

  async #version(stage: 'AWSCURRENT' | 'AWSPREVIOUS'): Promise<SecretVersion> {
    const get = new GetSecretValueCommand({ SecretId: this.#secretId, VersionStage: stage });
    const { SecretString = '', VersionId = '' } = await this.#client.send(get);
    return { versionId: VersionId, text: SecretString };
  }
}
