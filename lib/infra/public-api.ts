import { RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  type HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { Alarms } from './alarms.ts';
import type { DomainConfig } from './config.ts';
import { CustomDomain } from './custom-domain.ts';

export interface PublicApiProps {
  alarms: Alarms;
  logRetentionDays: RetentionDays;
  domain: DomainConfig | undefined;
}

export interface RouteProps {
  handler: IFunction;
  /** What the handler checks before it acts, for there is no authorizer in front of it. */
  guardedBy: string;
}

/** The one address that the world sees. */
export class PublicApi extends Construct {
  /** `https://…`, without a slash at the end. */
  readonly url: string;
  /** Where the owner's name for it has to lead to; undefined without one. */
  readonly domainTarget: string | undefined;
  readonly #api: HttpApi;

  constructor(scope: Construct, id: string, { alarms, logRetentionDays, domain }: PublicApiProps) {
    super(scope, id);
    this.#api = new HttpApi(this, 'HttpApi', { apiName: 'Weighbridge', createDefaultStage: false });
    this.url = domain ? `https://${domain.domainName}` : this.#api.apiEndpoint;

    const accessLog = new LogGroup(this, 'AccessLog', {
      retention: logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.#api,
      stageName: '$default',
      autoDeploy: true,
      // Far above what Withings sends for a thousand accounts, far below what a flood would cost.
      throttle: { rateLimit: 50, burstLimit: 100 },
      accessLogSettings: { destination: new LogGroupLogDestination(accessLog), format: accessLogFormat },
    });

    this.domainTarget = domain && new CustomDomain(this, 'Domain', { ...domain, api: this.#api, stage }).target;

    alarms.on('ServerErrors', {
      metric: this.#api.metricServerError({ statistic: 'Sum' }),
      threshold: 1,
      evaluationPeriods: 1,
      impact:
        'Somebody was answered with a server error: a page that did not open, a connection that was not made, or a notification that ' +
        'Withings has to send again. Find the route in the access log, then the same minute in the log of its function: ' +
        accessLog.logGroupName,
    });
  }

  addRoute(path: string, methods: HttpMethod[], route: RouteProps): void {
    for (const method of methods) this.#addRoute(`${method} ${path}`, HttpRouteKey.with(path, method), route);
  }

  /** Where everything goes that has no route of its own. */
  addDefaultRoute(route: RouteProps): void {
    this.#addRoute('default', HttpRouteKey.DEFAULT, route);
  }

  #addRoute(id: string, routeKey: HttpRouteKey, { handler, guardedBy }: RouteProps): void {
    const integration = new HttpLambdaIntegration(handler.node.id, handler);
    const route = new HttpRoute(this, id.replaceAll('/', ' '), { httpApi: this.#api, routeKey, integration });
    acknowledge(route, 'AwsSolutions-APIG4', guardedBy);
  }
}

/** The route, never the path or the query: they carry the webhook's token, invites and authorization codes. */
const accessLogFormat = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    routeKey: '$context.routeKey',
    status: '$context.status',
    latency: '$context.responseLatency',
  }),
);
