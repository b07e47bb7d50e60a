import type { IsPaused } from '../pages/measurement-rows.ts';
import type { Visit } from './visit.ts';

/** Where nothing is sent at the moment, by the choice of whoever runs this or of the visitor. */
export const isPausedFor =
  ({ site, account }: Pick<Visit, 'site' | 'account'>): IsPaused =>
  (name) =>
    site.pausedDestinations.includes(name) || account.connections[name]?.paused === true;
