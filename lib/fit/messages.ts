import { dateTime, enumeration, uint8, uint16, uint32, uint32z } from './base-type.ts';
import { message } from './message.ts';

/**
 * Messages of the FIT profile in the order and width in which withings-sync has been sending them to Garmin
 * Connect for years.
 */

export const fileType = { weight: 9, bloodPressure: 14 } as const;

export const fileId = message({
  name: 'file_id',
  number: 0,
  local: 0,
  fields: {
    serial_number: { number: 3, type: uint32z },
    time_created: { number: 4, type: dateTime },
    manufacturer: { number: 1, type: uint16 },
    product: { number: 2, type: uint16 },
    number: { number: 5, type: uint16 },
    type: { number: 0, type: enumeration },
  },
});

export const fileCreator = message({
  name: 'file_creator',
  number: 49,
  local: 1,
  fields: {
    software_version: { number: 0, type: uint16 },
    hardware_version: { number: 1, type: uint8 },
  },
});

export const deviceInfo = message({
  name: 'device_info',
  number: 23,
  local: 2,
  fields: {
    timestamp: { number: 253, type: dateTime },
    serial_number: { number: 3, type: uint32z },
    cum_operating_time: { number: 7, type: uint32 },
    // In no published profile, but in every file that is known to be accepted.
    unknown_8: { number: 8, type: uint32 },
    manufacturer: { number: 2, type: uint16 },
    product: { number: 4, type: uint16 },
    software_version: { number: 5, type: uint16, scale: 100 },
    battery_voltage: { number: 10, type: uint16, scale: 256 },
    device_index: { number: 0, type: uint8 },
    device_type: { number: 1, type: uint8 },
    hardware_version: { number: 6, type: uint8 },
    battery_status: { number: 11, type: uint8 },
  },
});

/** Masses in kg, shares in percent, metabolism in kcal a day, age in years. */
export const weightScale = message({
  name: 'weight_scale',
  number: 30,
  local: 3,
  fields: {
    timestamp: { number: 253, type: dateTime },
    // 0xfffe says that the scale is still calculating.
    weight: { number: 0, type: uint16, scale: 100, largest: 0xfffd },
    percent_fat: { number: 1, type: uint16, scale: 100 },
    percent_hydration: { number: 2, type: uint16, scale: 100 },
    visceral_fat_mass: { number: 3, type: uint16, scale: 100 },
    bone_mass: { number: 4, type: uint16, scale: 100 },
    muscle_mass: { number: 5, type: uint16, scale: 100 },
    basal_met: { number: 7, type: uint16, scale: 4 },
    active_met: { number: 9, type: uint16, scale: 4 },
    physique_rating: { number: 8, type: uint8 },
    metabolic_age: { number: 10, type: uint8 },
    visceral_fat_rating: { number: 11, type: uint8 },
    bmi: { number: 13, type: uint16, scale: 10 },
  },
});

/** Pressures in mmHg, heart rate in beats a minute. */
export const bloodPressure = message({
  name: 'blood_pressure',
  number: 51,
  local: 14,
  fields: {
    timestamp: { number: 253, type: dateTime },
    systolic_pressure: { number: 0, type: uint16 },
    diastolic_pressure: { number: 1, type: uint16 },
    mean_arterial_pressure: { number: 2, type: uint16 },
    map_3_sample_mean: { number: 3, type: uint16 },
    map_morning_values: { number: 4, type: uint16 },
    map_evening_values: { number: 5, type: uint16 },
    heart_rate: { number: 6, type: uint8 },
  },
});
