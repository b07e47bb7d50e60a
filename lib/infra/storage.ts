import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

export interface StorageProps {
  /** How long FIT files are kept; undefined keeps them forever. */
  archiveYears: number | undefined;
}

const pendingIndex = 'pending';

/** Everything that outlives a deployment. None of it goes when the stack is deleted. */
export class Storage extends Construct {
  /** One item an account, and short-lived ones (invites, consent states) that `ttl` sweeps. */
  readonly accounts: Table;
  /** The ledger: what was measured and what became of it at each destination. */
  readonly measurements: Table;
  /** Every FIT file that was sent, under `fit/`. */
  readonly archive: Bucket;
  /** One JSON secret: the master key, and the Withings client id and secret that are merged in beside it. */
  readonly secret: Secret;

  constructor(scope: Construct, id: string, { archiveYears }: StorageProps) {
    super(scope, id);
    const kept = {
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    };
    const account = { name: 'account', type: AttributeType.STRING };

    this.accounts = new Table(this, 'Accounts', { ...kept, partitionKey: account, timeToLiveAttribute: 'ttl' });

    this.measurements = new Table(this, 'Measurements', {
      ...kept,
      partitionKey: account,
      sortKey: { name: 'event', type: AttributeType.STRING },
    });
    this.measurements.addLocalSecondaryIndex({
      indexName: pendingIndex,
      sortKey: { name: 'pendingSince', type: AttributeType.STRING },
      projectionType: ProjectionType.ALL,
    });

    this.archive = new Bucket(this, 'Archive', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [
        {
          noncurrentVersionExpiration: Duration.days(30),
          ...(archiveYears === undefined ? {} : { expiration: Duration.days(archiveYears * 365) }),
        },
      ],
    });
    acknowledge(
      this.archive,
      'AwsSolutions-S1',
      'Only two functions come here, and the owner with credentials of AWS; a log of it would need a second bucket that nobody looks at.',
    );

    this.secret = new Secret(this, 'Secret', {
      description:
        'Weighbridge: master key and Withings client. Add to it, never replace it: the master key opens all tokens.',
      generateSecretString: {
        secretStringTemplate: '{}',
        generateStringKey: 'masterKey',
        passwordLength: 64,
        excludePunctuation: true,
      },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    acknowledge(
      this.secret,
      'AwsSolutions-SMG4',
      'A new master key would lock every stored token, and only a person can renew the Withings client secret.',
    );
  }

  /** The sparse index that holds only what still has to be delivered. */
  get pendingIndexArn(): string {
    return `${this.measurements.tableArn}/index/${pendingIndex}`;
  }
}
