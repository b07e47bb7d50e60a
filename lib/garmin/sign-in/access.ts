import type { Clock } from '../../clock.ts';
import type { Fetch } from '../../http.ts';
import type { AskCode } from './codes.ts';
import type { SignInRefused } from './refused.ts';
import type { GarminSite } from './site.ts';

export interface Credentials {
  email: string;
  password: string;
}

/** What a sign-in at one of Garmin's doors takes beside name and password. */
export interface SignInAccess {
  fetch: Fetch;
  clock: Clock;
  /** 0 to 1. */
  random: () => number;
  site: GarminSite;
  askCode: AskCode;
  /** Hears that one door was closed, and that another is tried: a code may have to be given once more. */
  onSecondDoor?: (refused: SignInRefused) => void;
  /** Between a page and its answer, milliseconds; the default is what a person takes at least. */
  pauseMs?: { least: number; most: number };
  /** Between two codes that Garmin sends, milliseconds; the default is what it asks for. */
  resendAfterMs?: number;
  clientIds?: readonly string[];
}

/** Who answers a page faster than a person can read it counts as a robot; 3 to 8 seconds have worked. */
const humanPauseMs = { least: 3000, most: 8000 };

export function pauseAsAPerson({ clock, random, pauseMs = humanPauseMs }: SignInAccess): Promise<void> {
  return clock.sleep(pauseMs.least + random() * (pauseMs.most - pauseMs.least));
}
