import { overviewRoutes } from './overview.ts';
import type { Parts } from './parts.ts';

const further = async () => (await import('./further-routes.ts')).furtherRoutes;

/**
 * The site of whoever is signed in. The overview is what they come to, so it is there from the start; all the rest comes
 * at once, because each part in a file of its own would be many small ones to begin with.
 */
export const ownParts: Parts = new Map([
  ['', async () => overviewRoutes],
  ['measurements', further],
  ['health', further],
  ['connections', further],
  ['settings', further],
  ['export', further],
  ['delete', further],
  ['sign-out', further],
  ['sign-out-everywhere', further],
]);
