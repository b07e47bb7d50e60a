import { beforeEach, describe, expect, it } from 'vitest';
import { BugError, ReauthorizeError, RetryError } from '../lib/errors.ts';
import { TokenKeeper, type TokenRecord, type TokenStore } from '../lib/tokens.ts';
import { VirtualClock } from './virtual-clock.ts';

interface Tokens {
  accessToken: string;
  refreshToken: string;
  expiresAt: number;
}

const refusal = () => new ReauthorizeError('The refresh token was refused.', { service: 'Vendor' });

/** One row that several processes share, as strictly versioned as DynamoDB's. */
class Table {
  record: TokenRecord<Tokens>;
  version = 1;
  /** Asked before each read and each write; may throw, or change the row as another process would. */
  beforeLoad: () => void = () => {};
  beforeSave: (record: TokenRecord<Tokens>) => void = () => {};

  constructor(tokens: Tokens) {
    this.record = { tokens };
  }

  store(): TokenStore<Tokens> {
    return {
      load: async () => {
        this.beforeLoad();
        return { record: structuredClone(this.record), version: this.version };
      },
      save: async (record, expectedVersion) => {
        this.beforeSave(record);
        if (this.version !== expectedVersion) return false;
        this.write(record);
        return true;
      },
    };
  }

  write(record: TokenRecord<Tokens>): void {
    this.record = structuredClone(record);
    this.version += 1;
  }

  /** Somebody changes the account for another reason. */
  touch(): void {
    this.version += 1;
  }
}

/** A vendor that knows one refresh token at a time. */
class Vendor {
  refreshes = 0;
  tookMs = 2_000;
  #valid = 1;
  readonly #clock: VirtualClock;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  tokens(): Tokens {
    const number = this.#valid;
    return {
      accessToken: `access-${number}`,
      refreshToken: `refresh-${number}`,
      expiresAt: this.#clock.now() + 10_800_000,
    };
  }

  refresh = async ({ refreshToken }: Tokens): Promise<Tokens> => {
    this.refreshes += 1;
    const valid = refreshToken === `refresh-${this.#valid}`;
    if (valid) this.#valid += 1;
    await this.#clock.sleep(this.tookMs);
    if (!valid) throw refusal();
    return this.tokens();
  };
}

let clock: VirtualClock;
let vendor: Vendor;
let table: Table;
let first: Tokens;

beforeEach(() => {
  clock = new VirtualClock();
  vendor = new Vendor(clock);
  first = vendor.tokens();
  table = new Table(first);
});

const expiresSoon = ({ expiresAt }: Tokens, now: number) => expiresAt - now < 600_000;

/** A keeper as another process has it. */
const keeper = (refresh: (tokens: Tokens) => Promise<Tokens> = vendor.refresh) =>
  new TokenKeeper(table.store(), { service: 'Vendor', clock, isExpiring: expiresSoon, refresh });

const expire = () => clock.advance(10_800_000);
const failureOf = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error);

describe('tokens', () => {
  it('that are good are used as they are, without a write', async () => {
    expect(await keeper().current()).toEqual(first);
    expect(vendor.refreshes).toBe(0);
    expect(table.version).toBe(1);
  });

  it('that expire soon are refreshed, stored, and then used', async () => {
    await expire();
    const tokens = await clock.until(keeper().current());
    expect(tokens.accessToken).toBe('access-2');
    expect(table.record).toEqual({ tokens });
  });

  it('that were refused although they looked good are refreshed', async () => {
    expect((await clock.until(keeper().renew(first))).accessToken).toBe('access-2');
  });

  it('that somebody else has renewed already are taken from the table', async () => {
    const newer = { ...first, accessToken: 'theirs' };
    table.write({ tokens: newer });
    expect(await keeper().renew(first)).toEqual(newer);
    expect(vendor.refreshes).toBe(0);
  });
});

describe('one refresh at a time', () => {
  it('for 50 callers in two processes', async () => {
    await expire();
    const processes = [keeper(), keeper()];
    const callers = Array.from({ length: 50 }, (_, index) => processes[index % 2]!.current());
    const tokens = await clock.until(Promise.all(callers));
    expect(vendor.refreshes).toBe(1);
    expect(new Set(tokens.map(({ accessToken }) => accessToken))).toEqual(new Set(['access-2']));
  });

  it('nobody sees the new tokens before they are stored', async () => {
    await expire();
    const using = keeper().current();
    let storedWhenUsed: string | undefined;
    const used = using.then(() => {
      storedWhenUsed = table.record.tokens.accessToken;
    });
    await clock.until(used);
    expect(storedWhenUsed).toBe('access-2');
  });

  it('a caller with the newest tokens is not served by the renewal of older ones', async () => {
    const shared = keeper();
    const newer = { ...first, accessToken: 'theirs', refreshToken: 'refresh-1' };
    // Another process holds the lease, so the first renewal waits; meanwhile that process finishes.
    table.write({ tokens: first, refreshingUntil: clock.now() + 30_000 });
    const waiting = shared.renew(first);
    await clock.advance(100);
    table.write({ tokens: newer });
    const renewed = await clock.until(shared.renew(newer));
    expect(renewed.accessToken).toBe('access-2');
    expect(await waiting).not.toEqual(first);
  });

  it('a lease that nobody finished is taken over when it has expired, not before', async () => {
    table.write({ tokens: first, refreshingUntil: clock.now() + 30_000 });
    const renewing = keeper().renew(first);
    await clock.advance(29_900);
    expect(vendor.refreshes).toBe(0);
    expect((await clock.until(renewing)).accessToken).toBe('access-2');
    expect(table.record.refreshingUntil).toBeUndefined();
  });

  it('gives up, for now, when others hold the lease for a minute', async () => {
    table.beforeLoad = () => table.write({ tokens: first, refreshingUntil: clock.now() + 30_000 });
    const begin = clock.now();
    const failure = await clock.until(failureOf(keeper().renew(first)));
    expect(failure).toBeInstanceOf(RetryError);
    expect(clock.now() - begin).toBe(60_000);
    expect(vendor.refreshes).toBe(0);
  });

  it('a failed renewal is forgotten: the next one tries again', async () => {
    let down = true;
    const flaky = keeper(async (tokens) => {
      if (down) throw new RetryError('Vendor is down.', { service: 'Vendor' });
      return vendor.refresh(tokens);
    });
    await expect(flaky.renew(first)).rejects.toThrow('Vendor is down.');
    down = false;
    expect((await clock.until(flaky.renew(first))).accessToken).toBe('access-2');
  });
});

describe('new tokens that cannot be stored', () => {
  const isNew = ({ tokens }: TokenRecord<Tokens>) => tokens.accessToken !== first.accessToken;

  it('are never used', async () => {
    table.beforeSave = (record) => {
      if (isNew(record)) table.touch();
    };
    const failure = await clock.until(failureOf(keeper().renew(first)));
    expect(failure).toBeInstanceOf(RetryError);
    expect(String(failure)).not.toContain('access-2');
  });

  it('because the account is busy are stored in the end', async () => {
    let conflicts = 4;
    table.beforeSave = (record) => {
      if (isNew(record) && conflicts-- > 0) table.touch();
    };
    expect((await clock.until(keeper().renew(first))).accessToken).toBe('access-2');
    expect(table.record.tokens.accessToken).toBe('access-2');
  });

  it('because the table is down for seconds are stored in the end, within the lease', async () => {
    let downUntil = Number.POSITIVE_INFINITY;
    const down = () => {
      if (vendor.refreshes > 0 && clock.now() < downUntil) throw new Error('The table is down.');
    };
    table.beforeLoad = down;
    table.beforeSave = down;
    const begin = clock.now();
    downUntil = begin + vendor.tookMs + 5_000;
    expect((await clock.until(keeper().renew(first))).accessToken).toBe('access-2');
    expect(clock.now() - begin).toBeLessThan(30_000);
    expect(vendor.refreshes).toBe(1);
  });

  it('because the table stays down end in an error that says why', async () => {
    table.beforeSave = (record) => {
      if (isNew(record)) throw new Error('The table is down.');
    };
    const failure = await clock.until(failureOf(keeper().renew(first)));
    expect(failure).toBeInstanceOf(RetryError);
    expect(failure).toMatchObject({ cause: new Error('The table is down.') });
  });

  it('although the write succeeded and only its answer was lost are the ones in the table', async () => {
    table.beforeSave = (record) => {
      if (!isNew(record)) return;
      table.write(record);
      throw new Error('The answer was lost.');
    };
    expect((await clock.until(keeper().renew(first))).accessToken).toBe('access-2');
    expect(vendor.refreshes).toBe(1);
  });

  it('because the connection was taken away meanwhile are given up at once', async () => {
    table.beforeLoad = () => {
      if (vendor.refreshes > 0) throw refusal();
    };
    const begin = clock.now();
    await expect(clock.until(keeper().renew(first))).rejects.toThrow(ReauthorizeError);
    expect(clock.now() - begin).toBe(vendor.tookMs);
  });
});

describe('a refresh that fails', () => {
  const newer = (): Tokens => ({ ...first, accessToken: 'theirs' });
  const failures = {
    refused: refusal,
    down: () => new RetryError('Vendor is down.', { service: 'Vendor' }),
    broken: () => new BugError('Vendor answered nonsense.', { service: 'Vendor' }),
  };
  const reasons = Object.entries(failures).map(([because, failure]) => ({ because, failure }));

  it.each(reasons)('($because) gives the lease back and says why', async ({ failure }) => {
    const why = failure();
    const renewing = keeper(async () => {
      throw why;
    }).renew(first);
    await expect(renewing).rejects.toBe(why);
    expect(table.record).toEqual({ tokens: first });
  });

  it.each(reasons)('($because) while somebody else renewed them gives theirs', async ({ failure }) => {
    const renewing = keeper(async () => {
      table.write({ tokens: newer() });
      throw failure();
    }).renew(first);
    expect(await renewing).toEqual(newer());
  });

  it('says why also when the lease cannot be given back', async () => {
    const renewing = keeper(async () => {
      table.beforeLoad = () => {
        throw new Error('The table is down.');
      };
      throw refusal();
    }).renew(first);
    await expect(renewing).rejects.toThrow(ReauthorizeError);
  });

  it('after its lease was taken over leaves the other’s lease alone', async () => {
    const theirs = { tokens: first, refreshingUntil: clock.now() + 90_000 };
    const renewing = keeper(async () => {
      table.write(theirs);
      throw refusal();
    }).renew(first);
    await expect(renewing).rejects.toThrow(ReauthorizeError);
    expect(table.record).toEqual(theirs);
  });
});
