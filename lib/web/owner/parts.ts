import type { Parts } from '../site/parts.ts';
import type { Office } from './office.ts';

/** The pages of whoever runs this Weighbridge, loaded when one of them is opened. */
export function ownerParts(office: Office): Parts {
  const routes = async () => (await import('./routes.ts')).ownerRoutes(office);
  return new Map([
    ['people', routes],
    ['system', routes],
  ]);
}
