import type { Scope } from '../../withings/scope.ts';
import type { WithingsUser } from '../../withings/withings-user.ts';
import type { Markup } from '../pages/layout.ts';
import type { Words } from '../pages/words.ts';

/** One thing that Withings knows, with a service of its own: one call, that fails alone. */
export interface HealthSection {
  /** Unique on the page. */
  id: string;
  title: string;
  /** Any of these lets it be read. */
  scopes: readonly Scope[];
  /** Undefined when there is nothing. */
  show(user: WithingsUser, asked: Asked): Promise<Markup | undefined>;
}

export interface Asked {
  words: Words;
  /** Epoch milliseconds. */
  now: number;
}
