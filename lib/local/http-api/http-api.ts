import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import type { Lambda } from '../lambda/lambda.ts';
import { LocalCloudError } from '../local-cloud-error.ts';
import { readBody } from '../read-body.ts';
import { functionNameIn } from '../template/identity.ts';
import { propertiesAs } from '../template/properties.ts';
import type { Stack } from '../template/stack.ts';
import type { Timer } from '../timer.ts';
import { eventOf } from './event.ts';
import { type HttpResponse, internalServerError, messageResponse, responseOf } from './response.ts';
import { matchRoute, type Route } from './routes.ts';

const routeSchema = v.object({ RouteKey: v.string(), Target: v.string() });

const integrationSchema = v.object({
  IntegrationType: v.literal('AWS_PROXY'),
  IntegrationUri: v.string(),
  PayloadFormatVersion: v.literal('2.0'),
  TimeoutInMillis: v.optional(v.number(), 30_000),
});

const permissionSchema = v.object({ FunctionName: v.string(), Principal: v.string() });

/** Where a route leads. */
export interface Integration {
  lambda: Lambda;
  timeoutMs: number;
}

/** API Gateway takes no more, 10 MB. */
const longestBodyBytes = 10 * 1024 * 1024;

/** The routes of the template's HTTP API. */
export function routesOf(stack: Stack, lambdaNamed: (name: string) => Lambda | undefined): Route<Integration>[] {
  const invocable = stack
    .ofType('AWS::Lambda::Permission')
    .map((permission) => propertiesAs(permissionSchema, permission))
    .filter(({ Principal }) => Principal === 'apigateway.amazonaws.com')
    .map(({ FunctionName }) => functionNameIn(FunctionName) ?? FunctionName);
  return stack.ofType('AWS::ApiGatewayV2::Route').map((resource) => {
    const { RouteKey, Target } = propertiesAs(routeSchema, resource);
    const integration = stack.find('AWS::ApiGatewayV2::Integration', Target.replace(/^integrations\//, ''));
    if (!integration) throw new LocalCloudError(`Route ${RouteKey} leads to no integration of the template.`);
    const { IntegrationUri, TimeoutInMillis } = propertiesAs(integrationSchema, integration);
    const lambda = lambdaNamed(functionNameIn(IntegrationUri) ?? '');
    if (!lambda) throw new LocalCloudError(`Route ${RouteKey} leads to no function of the template.`);
    if (!invocable.includes(lambda.resource.name)) {
      throw new LocalCloudError(
        `Route ${RouteKey}: AWS would not let the API invoke ${lambda.resource.path} (no permission).`,
      );
    }
    return { key: RouteKey, target: { lambda, timeoutMs: TimeoutInMillis } };
  });
}

/** An API Gateway HTTP API: requests in, events out, results back. */
export class HttpApi {
  readonly #apiId: string;
  readonly #routes: Route<Integration>[];
  readonly #timer: Timer;

  constructor(apiId: string, routes: Route<Integration>[], timer: Timer) {
    this.#apiId = apiId;
    this.#routes = routes;
    this.#timer = timer;
  }

  async handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const response = await this.#respond(incoming);
    try {
      send(response, outgoing);
    } catch {
      // A header that HTTP does not allow.
      for (const name of outgoing.getHeaderNames()) outgoing.removeHeader(name);
      send(internalServerError, outgoing);
    }
  }

  async #respond(incoming: IncomingMessage): Promise<HttpResponse> {
    const body = await readBody(incoming, longestBodyBytes);
    if (!body) return messageResponse(413, 'Request Entity Too Large');
    const { method = 'GET', url: target = '/' } = incoming;
    const match = matchRoute(this.#routes, method, target.split('?')[0] ?? '/');
    if (!match) return messageResponse(404, 'Not Found');
    const event = eventOf(
      { method, target, rawHeaders: incoming.rawHeaders, body, sourceIp: incoming.socket.remoteAddress ?? '127.0.0.1' },
      {
        apiId: this.#apiId,
        requestId: randomUUID(),
        routeKey: match.key,
        pathParameters: match.pathParameters,
        receivedAt: this.#timer.now(),
      },
    );
    return this.#invoke(match.target, event);
  }

  #invoke({ lambda, timeoutMs }: Integration, event: unknown): Promise<HttpResponse> {
    return new Promise((resolve, reject) => {
      const callOff = this.#timer.wakeAt(this.#timer.now() + timeoutMs, () =>
        resolve(messageResponse(503, 'Service Unavailable')),
      );
      lambda
        .invoke(event)
        .then((outcome) => resolve('error' in outcome ? internalServerError : responseOf(outcome.payload)), reject)
        .finally(callOff);
    });
  }
}

function send({ status, headers, body }: HttpResponse, outgoing: ServerResponse): void {
  for (const [name, value] of headers) if (name !== 'content-length') outgoing.appendHeader(name, value);
  if (status !== 204 && status !== 304) outgoing.setHeader('content-length', body.length);
  outgoing.writeHead(status);
  outgoing.end(body);
}
