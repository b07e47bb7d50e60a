import type { MeasureGroup } from '../measurement.ts';
import type { MeasureQuery } from '../withings/measures.ts';

/** Where measure groups come from: the Withings client bound to this person. */
export interface MeasureSource {
  /** Every page of the answer. */
  getmeas(query: MeasureQuery): Promise<{
    groups: MeasureGroup[];
    timezone: string | undefined;
    /** Withings' own time, epoch seconds. */
    updatetime: number | undefined;
  }>;
}
