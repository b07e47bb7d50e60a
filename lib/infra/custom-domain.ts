import { ApiMapping, DomainName, type HttpApi, type HttpStage, SecurityPolicy } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { CfnRecordSet } from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import type { DomainConfig } from './config.ts';

export interface CustomDomainProps extends DomainConfig {
  api: HttpApi;
  stage: HttpStage;
}

/** The API under a name of the owner's. The name that AWS gave it goes on answering. */
export class CustomDomain extends Construct {
  /** Where the name has to lead to: an alias record, or a CNAME. */
  readonly target: string;

  constructor(
    scope: Construct,
    id: string,
    { domainName, certificateArn, hostedZoneId, api, stage }: CustomDomainProps,
  ) {
    super(scope, id);
    const domain = new DomainName(this, 'DomainName', {
      domainName,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    new ApiMapping(this, 'Mapping', { api, domainName: domain, stage });
    this.target = domain.regionalDomainName;
    if (hostedZoneId === undefined) return;
    for (const type of ['A', 'AAAA']) {
      new CfnRecordSet(this, type, {
        hostedZoneId,
        name: domainName,
        type,
        aliasTarget: { dnsName: domain.regionalDomainName, hostedZoneId: domain.regionalHostedZoneId },
      });
    }
  }
}
