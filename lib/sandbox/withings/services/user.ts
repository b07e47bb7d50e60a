import { type Envelope, success } from '../envelope.ts';
import type { SandboxPerson } from '../state.ts';

/** `POST /v2/user`, `action=getdevice`. */
export const getdevice = ({ records }: SandboxPerson): Envelope => success({ devices: records.devices });

/** `POST /v2/user`, `action=getgoals`. Whoever has none gets an empty list where an object belongs, as in reality. */
export const getgoals = ({ records }: SandboxPerson): Envelope => success({ goals: records.goals ?? [] });
