import { RetryError } from '../errors.ts';
import type { Call } from '../http.ts';

/** One answer of a list. */
export interface Page<Item> {
  items: Item[];
  /** Whether there is another page, which begins at `offset`. */
  more: boolean;
  offset: number;
}

/** Observed pages hold 200 to 300 rows: a guard against an answer without end, far above a life's measurements. */
const pagesAtMost = 1000;

/**
 * A list that Withings answers page by page. `await` gives every item of every page as one array; `for await` gives
 * them one by one and fetches a page only when it is needed. Nothing is asked before that, and each time starts afresh.
 *
 * @throws RetryError when Withings announces more pages without going on
 */
export class Pages<Item, Beside = unknown> implements PromiseLike<Item[]>, AsyncIterable<Item> {
  readonly #read: (offset: number) => Promise<Page<Item> & Beside>;
  readonly #call: Call;

  /** @param read asks for the page that begins at an offset, 0 for the first */
  constructor(read: (offset: number) => Promise<Page<Item> & Beside>, call: Call) {
    this.#read = read;
    this.#call = call;
  }

  /** The pages themselves, for what an answer says beside its items. */
  async *pages(): AsyncGenerator<Page<Item> & Beside, void, undefined> {
    let offset = 0;
    for (let pages = 0; pages < pagesAtMost; pages++) {
      const page = await this.#read(offset);
      yield page;
      if (!page.more) return;
      if (!(page.offset > offset)) break;
      offset = page.offset;
    }
    const { service, action } = this.#call;
    throw new RetryError(`${service} announced more pages of ${action} again and again without going on.`, this.#call);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    for await (const { items } of this.pages()) yield* items;
  }

  // biome-ignore lint/suspicious/noThenProperty: to be awaited is what this class is for
  then<Value = Item[], Other = never>(
    fulfilled?: ((items: Item[]) => Value | PromiseLike<Value>) | null,
    rejected?: ((reason: unknown) => Other | PromiseLike<Other>) | null,
  ): Promise<Value | Other> {
    return this.#all().then(fulfilled, rejected);
  }

  catch<Other = never>(rejected?: ((reason: unknown) => Other | PromiseLike<Other>) | null): Promise<Item[] | Other> {
    return this.#all().catch(rejected);
  }

  finally(settled?: (() => void) | null): Promise<Item[]> {
    return this.#all().finally(settled);
  }

  async #all(): Promise<Item[]> {
    const all: Item[] = [];
    // Not `push(...items)`: a page of another service may be longer than an argument list may be.
    for await (const item of this) all.push(item);
    return all;
  }
}
