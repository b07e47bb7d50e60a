import { createHash } from 'node:crypto';
import { seeded } from '../../../lib/sandbox/withings/chance.ts';

/** Decisions that come out the same for the same seed. */
export interface Chance {
  /** True so often, 0 to 1. */
  happens(share: number): boolean;
  /** A whole number, both ends included. */
  between(least: number, most: number): number;
  oneOf<Choice>(choices: readonly Choice[]): Choice;
  /** 0 to 1. */
  random: () => number;
}

/** @param stream tells apart those who draw from the same seed: what one of them asks for changes nothing for another */
export function chance(seed: number, stream: string): Chance {
  const mixed = createHash('sha256').update(`${seed} ${stream}`).digest();
  const random = seeded(mixed.readUInt32LE());
  const between = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  return {
    random,
    between,
    happens: (share) => random() < share,
    oneOf: (choices) => choices[between(0, choices.length - 1)]!,
  };
}
