import { hkdfSync } from 'node:crypto';

/** One key for each purpose, 32 bytes each: to lose one tells nothing of the others. */
export interface DerivedKeys {
  /** Tokens at rest. */
  sealing: Uint8Array;
  /** OAuth states. */
  state: Uint8Array;
  /** Browser sessions. */
  session: Uint8Array;
  /** The address that Withings notifies. */
  webhook: Uint8Array;
}

/**
 * Derives all keys from the master key (HKDF-SHA256, RFC 5869). A changed label is a changed key: what was sealed with
 * it opens no more.
 */
export function deriveKeys(masterKey: string): DerivedKeys {
  const derive = (label: string) => new Uint8Array(hkdfSync('sha256', masterKey, '', `weighbridge ${label}`, 32));
  return { sealing: derive('sealing'), state: derive('state'), session: derive('session'), webhook: derive('webhook') };
}
