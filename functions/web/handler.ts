import { secretsOf } from '../../lib/foundations.ts';
import { garminDoor } from '../../lib/garmin-door.ts';
import { lambdaHost } from '../../lib/host.ts';
import { httpHandler } from '../../lib/lambda.ts';
import type { WebRequest } from '../../lib/web/edge.ts';
import { answerHandOver, handOverPath } from '../../lib/web/hand-over.ts';
import { ownerParts } from '../../lib/web/owner/parts.ts';
import { problemPages } from '../../lib/web/pages/problem.ts';
import type { WebResponse } from '../../lib/web/response.ts';
import { answerFromSite } from '../../lib/web/site/router.ts';
import { ownParts } from '../../lib/web/site/routes.ts';
import { handOverContextOf, officeOf, siteOf } from '../../lib/web-runtime.ts';

const host = lambdaHost();
const secrets = secretsOf(host);
const site = siteOf(host, secrets, garminDoor);
const parts = new Map([...ownParts, ...ownerParts(officeOf(host))]);
const handOverContext = handOverContextOf(host, secrets);

export const handler = httpHandler(host, answer, problemPages);

/** A person's own pages, and the place where sign-ins made elsewhere are handed over. */
async function answer(request: WebRequest): Promise<WebResponse> {
  if (request.method === 'POST' && request.path === handOverPath) {
    const kept = (destination: string) => host.log.info('A sign-in was handed over', { destination });
    return answerHandOver(request, await handOverContext(), kept);
  }
  return answerFromSite(request, parts, site);
}
