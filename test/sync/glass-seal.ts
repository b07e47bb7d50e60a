import { Seal } from '../../lib/store/seal.ts';

/** A seal that hides nothing, for tests of thousands of syncs: real cryptography waits for threads, whose order is chance. */
export class GlassSeal extends Seal {
  constructor() {
    super(new Uint8Array(32));
  }

  override async seal(value: object, account: string, vendor: string): Promise<string> {
    return JSON.stringify({ account, vendor, value });
  }

  override async open(sealed: string, account: string, vendor: string): Promise<unknown> {
    const inside = JSON.parse(sealed);
    if (inside.account !== account || inside.vendor !== vendor) throw new Error('Sealed for somebody else.');
    return inside.value;
  }
}
