import { connectionRoutes } from './connections.ts';
import { deletionRoutes } from './deleting.ts';
import { exportRoutes } from './export.ts';
import { healthRoutes } from './health.ts';
import { measurementRoutes } from './measurements.ts';
import { settingsRoutes } from './settings.ts';
import { signOutRoutes } from './signing-out.ts';
import type { Route } from './visit.ts';

/** Every page and every form of whoever is signed in, beside the overview. */
export const furtherRoutes: readonly Route[] = [
  ...measurementRoutes,
  ...healthRoutes,
  ...connectionRoutes,
  ...settingsRoutes,
  ...exportRoutes,
  ...deletionRoutes,
  ...signOutRoutes,
];
