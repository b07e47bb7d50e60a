import { number, text } from './rows.ts';

/** Fields that a day, a workout and a night have in common. */
export const heartRateFields = {
  /** Beats a minute; of a day, 0 when there was no measurement. */
  hr_average: number,
  /** Beats a minute; of a day, 0 when there was no measurement. */
  hr_min: number,
  /** Beats a minute; of a day, 0 when there was no measurement. */
  hr_max: number,
};

export const heartZoneFields = {
  /** Seconds in the light zone of heart rate. */
  hr_zone_0: number,
  /** Seconds in the moderate zone of heart rate. */
  hr_zone_1: number,
  /** Seconds in the intense zone of heart rate. */
  hr_zone_2: number,
  /** Seconds in the maximal zone of heart rate. */
  hr_zone_3: number,
};

export const bodyTemperatureFields = {
  /** Degrees Celsius. */
  core_body_temperature_avg: number,
  /** Degrees Celsius. */
  core_body_temperature_min: number,
  /** Degrees Celsius. */
  core_body_temperature_max: number,
  /** `unknown`, `usual` or `elevated`. */
  core_body_temperature_status: text,
};
