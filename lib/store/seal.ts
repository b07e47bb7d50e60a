import { CompactEncrypt, compactDecrypt } from 'jose';
import { BugError } from '../errors.ts';

const algorithms = { alg: 'dir', enc: 'A256GCM' } as const;
const accepted = {
  keyManagementAlgorithms: [algorithms.alg],
  contentEncryptionAlgorithms: [algorithms.enc],
};

/**
 * Encrypts credentials at rest, as JWE. Account and vendor are bound in: a token copied into another person's item
 * does not open.
 */
export class Seal {
  readonly #key: Uint8Array;

  /** @param key 32 bytes */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  async seal(value: object, account: string, vendor: string): Promise<string> {
    return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(value)))
      .setProtectedHeader({ ...algorithms, account, vendor })
      .encrypt(this.#key);
  }

  /** @throws BugError when it was sealed with another key, for another account or vendor, or was tampered with */
  async open(sealed: string, account: string, vendor: string): Promise<unknown> {
    const { plaintext, protectedHeader } = await this.#decrypt(sealed, account, vendor);
    if (protectedHeader.account !== account || protectedHeader.vendor !== vendor) {
      throw doesNotOpen(account, vendor, 'They were sealed for somebody else: connect the service again.');
    }
    return JSON.parse(new TextDecoder().decode(plaintext));
  }

  async #decrypt(sealed: string, account: string, vendor: string) {
    try {
      return await compactDecrypt(sealed, this.#key, accepted);
    } catch {
      throw doesNotOpen(
        account,
        vendor,
        'If the secret with the master key was replaced, bring the old master key back.',
      );
    }
  }
}

function doesNotOpen(account: string, vendor: string, hint: string): BugError {
  const message = `The stored ${vendor} credentials of account ${account} do not open with this key. ${hint}`;
  return new BugError(message, { service: 'Weighbridge', action: 'open credentials' });
}
