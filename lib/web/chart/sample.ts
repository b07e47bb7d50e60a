/** What was measured at one time, epoch seconds: a number for each column of a chart's table, where there was one. */
export interface Sample {
  at: number;
  values: readonly (number | undefined)[];
}

export interface Thinned {
  samples: Sample[];
  /** Of how many days each is the average; 0 when each is as it was measured. */
  days: number;
}

const stepsDays = [1, 7, 28, 91, 364];

/**
 * So many at most: as they were measured, or the averages of days, weeks, or whatever it takes. Decades come out a
 * little above it rather than as nothing.
 *
 * @param samples in order of time
 * @param dayOf the number of the day in the person's calendar
 */
export function thinned(samples: readonly Sample[], atMost: number, dayOf: (at: number) => number): Thinned {
  if (samples.length <= atMost) return { samples: [...samples], days: 0 };
  let result: Thinned = { samples: [...samples], days: 0 };
  for (const days of stepsDays) {
    const groups = Map.groupBy(samples, ({ at }) => Math.floor(dayOf(at) / days));
    result = { samples: [...groups.values()].map(averageOf), days };
    if (result.samples.length <= atMost) break;
  }
  return result;
}

function averageOf(group: readonly Sample[]): Sample {
  const columns = group[0]?.values.length ?? 0;
  const values = Array.from({ length: columns }, (_, column) => {
    const present = group.flatMap((sample) => sample.values[column] ?? []);
    return present.length === 0 ? undefined : mean(present);
  });
  return { at: mean(group.map(({ at }) => at)), values };
}

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
