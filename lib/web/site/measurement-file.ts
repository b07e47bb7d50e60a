import { destinationNames } from '../../destination.ts';
import { isEvent } from '../../ledger.ts';
import { html } from '../html.ts';
import { download, type WebResponse } from '../response.ts';
import { itemOf, noSuchMeasurement } from './measurement.ts';
import type { Visit } from './visit.ts';

const contentTypes = { fit: 'application/vnd.ant.fit', json: 'application/json' } as const;

/** The file in which a measurement was sent: the ledger says which, so nobody can ask for another. */
export async function fileOf(visit: Visit): Promise<WebResponse> {
  const { account, site, request } = visit;
  const item = await itemOf(visit);
  const name = destinationNames.find((one) => one === request.pathParameters.destination);
  const key = item && isEvent(item) && name ? item.deliveries[name]?.file : undefined;
  if (!key?.startsWith(`fit/${account.account}/`)) return html(404, noSuchMeasurement());
  try {
    const bytes = await site.archive.get(key);
    const name = key.slice(key.lastIndexOf('/') + 1);
    return download(name, contentTypes[key.endsWith('.json') ? 'json' : 'fit'], bytes);
  } catch (error) {
    // The archive may keep files for a time only.
    if (error instanceof Error && error.name === 'NoSuchKey') return html(404, noSuchMeasurement());
    throw error;
  }
}
