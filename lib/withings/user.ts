import * as v from 'valibot';
import { decimal } from '../decimal.ts';
import { parseAs } from '../http.ts';
import { partOf } from './lists.ts';
import { numberOrNull, textOrNull } from './rows.ts';
import type { Caller } from './transport.ts';
import { models } from './vocabulary.ts';

/** A device linked to a person's account. What Withings says beside this is kept as it came. */
export interface Device {
  /** `Scale`, `Blood Pressure Monitor`, `Activity Tracker`, `Sleep Monitor`, … */
  type: string | null;
  /** The name Withings gave, or else the one of `model_id`. */
  model: string | null;
  model_id: number | null;
  /** `high` above 75 %, `medium` above 30 %, `low`, or `unknown`. */
  battery: string | null;
  deviceid: string | null;
  hash_deviceid: string | null;
  /** IANA zone. */
  timezone: string | null;
  /** Epoch seconds. */
  first_session_date: number | null;
  last_session_date: number | null;
}

/** What somebody has set out to reach; what they have not set is absent. */
export interface Goals {
  /** Steps a day. */
  steps?: number;
  /** Seconds a night. */
  sleep?: number;
  /** `value * 10^unit` kg, which `decimal` has worked out exactly. */
  weight?: { value: number; unit: number; decimal: number };
}

const service = 'Withings';
const path = '/v2/user';

const deviceSchema = v.pipe(
  v.looseObject({
    type: textOrNull,
    model: textOrNull,
    model_id: numberOrNull,
    battery: textOrNull,
    deviceid: textOrNull,
    hash_deviceid: textOrNull,
    timezone: textOrNull,
    first_session_date: numberOrNull,
    last_session_date: numberOrNull,
  }),
  v.transform((device): Device => {
    const { model, model_id } = device;
    return { ...device, model: model || (model_id !== null && models.get(model_id)?.name) || null };
  }),
);
const devicesSchema = v.object({ devices: v.array(deviceSchema) });

/**
 * The devices linked to the person's account (scope user.info).
 *
 * @throws RetryError when an answer lacks its list
 */
export async function getDevices(caller: Caller): Promise<Device[]> {
  const action = 'getdevice';
  const devices = partOf(await caller.call({ path, action }), 'devices', action);
  return parseAs(devicesSchema, { devices }, { service, action }).devices;
}

const weightSchema = v.pipe(
  v.looseObject({ value: v.number(), unit: v.number() }),
  v.transform((weight) => ({ ...weight, decimal: decimal(weight.value, weight.unit) })),
);
/** Whoever has none gets an empty list where an object belongs, and a list is an object too. */
const goalsSchema = v.pipe(
  v.looseObject({ steps: numberOrNull, sleep: numberOrNull, weight: v.nullish(weightSchema, null) }),
  v.transform(
    ({ steps, sleep, weight, ...others }): Goals => ({
      ...others,
      ...(steps !== null && { steps }),
      ...(sleep !== null && { sleep }),
      ...(weight !== null && { weight }),
    }),
  ),
);

/**
 * The person's goals (scope user.info or user.metrics); `{}` when they have none.
 *
 * @throws RetryError when an answer lacks them
 */
export async function getGoals(caller: Caller): Promise<Goals> {
  const action = 'getgoals';
  const goals = partOf(await caller.call({ path, action }), 'goals', action);
  return parseAs(v.object({ goals: goalsSchema }), { goals }, { service, action }).goals;
}
