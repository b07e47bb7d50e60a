import type { Route } from '../site/visit.ts';
import { costRoutes } from './cost.ts';
import { inviteRoutes } from './inviting.ts';
import type { Office } from './office.ts';
import { pauseRoutes } from './pausing.ts';
import { peopleRoutes } from './people.ts';
import { removalRoutes } from './removal.ts';
import { systemRoutes } from './system.ts';

/** Every page and form of whoever runs this Weighbridge. */
export const ownerRoutes = (office: Office): readonly Route[] => [
  ...peopleRoutes,
  ...inviteRoutes,
  ...pauseRoutes,
  ...removalRoutes(office),
  ...systemRoutes(office),
  ...costRoutes(office),
];
