import { createHash } from 'node:crypto';

export const region = 'eu-central-1';
export const accountId = '000000000000';

/** What `Ref` and `Fn::GetAtt` see of a resource. */
export interface Identity {
  /** The physical name. */
  name: string;
  ref: string;
  /** By attribute name, `Arn` among them where the type has one. */
  attributes: Record<string, string>;
}

export interface Place {
  stackName: string;
  /** Base URL of the HTTP API, without a trailing slash. */
  apiUrl: string;
  /** Base URL of the gateway that plays AWS. */
  endpoint: string;
}

const arn = (service: string, resource: string): string => `arn:aws:${service}:${region}:${accountId}:${resource}`;

/** The property that names a resource, for the types whose name a template may choose. */
const nameProperties: Record<string, string> = {
  'AWS::ApiGatewayV2::DomainName': 'DomainName',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Lambda::Alias': 'Name',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::Scheduler::Schedule': 'Name',
  'AWS::Scheduler::ScheduleGroup': 'Name',
  'AWS::SecretsManager::Secret': 'Name',
};

/**
 * The type's identities on this machine; the same template and ports always give the same ones, so that state
 * outlives a restart.
 */
const identities: Record<string, (name: string, place: Place, properties: Properties) => Omit<Identity, 'name'>> = {
  'AWS::ApiGatewayV2::Api': (name, { apiUrl }) => ({
    ref: apiIdOf(name),
    attributes: { ApiId: apiIdOf(name), ApiEndpoint: apiUrl },
  }),
  'AWS::ApiGatewayV2::DomainName': (name, { apiUrl }) => ({
    ref: name,
    attributes: { RegionalDomainName: new URL(apiUrl).host, RegionalHostedZoneId: 'Z0LOCAL' },
  }),
  'AWS::CloudWatch::Alarm': (name) => ({ ref: name, attributes: { Arn: arn('cloudwatch', `alarm:${name}`) } }),
  'AWS::DynamoDB::GlobalTable': (name) => ({ ref: name, attributes: { Arn: arn('dynamodb', `table/${name}`) } }),
  'AWS::DynamoDB::Table': (name) => ({ ref: name, attributes: { Arn: arn('dynamodb', `table/${name}`) } }),
  'AWS::IAM::ManagedPolicy': (name) => ({ ref: `arn:aws:iam::${accountId}:policy/${name}`, attributes: {} }),
  'AWS::IAM::Role': (name) => ({
    ref: name,
    attributes: { Arn: `arn:aws:iam::${accountId}:role/${name}`, RoleId: `AROA${digest(name, 16).toUpperCase()}` },
  }),
  'AWS::Lambda::Alias': (name, _, { FunctionName }) => qualified(FunctionName, name),
  'AWS::Lambda::Function': (name) => ({ ref: name, attributes: { Arn: arn('lambda', `function:${name}`) } }),
  'AWS::Lambda::Version': (_name, _, { FunctionName }) => qualified(FunctionName, '1'),
  'AWS::Logs::LogGroup': (name) => ({ ref: name, attributes: { Arn: arn('logs', `log-group:${name}:*`) } }),
  'AWS::S3::Bucket': (name) => ({
    ref: name,
    attributes: { Arn: `arn:aws:s3:::${name}`, DomainName: `${name}.s3.amazonaws.com` },
  }),
  'AWS::SNS::Topic': (name) => {
    const topicArn = arn('sns', name);
    return { ref: topicArn, attributes: { TopicArn: topicArn, TopicName: name } };
  },
  'AWS::SQS::Queue': (name, { endpoint }) => {
    const url = `${endpoint}/${accountId}/${name}`;
    return { ref: url, attributes: { Arn: arn('sqs', name), QueueName: name, QueueUrl: url } };
  },
  'AWS::Scheduler::Schedule': (name) => ({
    ref: name,
    attributes: { Arn: arn('scheduler', `schedule/default/${name}`) },
  }),
  'AWS::SecretsManager::Secret': (name) => {
    // AWS appends six random characters; here they follow from the name, so that they are the same tomorrow.
    const secretArn = arn('secretsmanager', `secret:${name}-${digest(name, 6)}`);
    return { ref: secretArn, attributes: { Id: secretArn } };
  },
};

type Properties = Record<string, unknown>;

/**
 * @param properties the resolved properties that name the resource: its own name property,
 * `FunctionName` and `FifoQueue`
 */
export function identify(type: string, logicalId: string, properties: Properties, place: Place): Identity {
  const name = nameOf(type, logicalId, properties, place.stackName);
  const identity = identities[type]?.(name, place, properties) ?? {
    ref: name,
    attributes: { Arn: arn(type.split('::')[1]?.toLowerCase() ?? 'unknown', `${logicalId}`) },
  };
  return { name, ...identity };
}

/** The properties that `identify` looks at. */
export const namingProperties = (type: string): string[] => [
  ...(nameProperties[type] === undefined ? [] : [nameProperties[type]]),
  ...(type === 'AWS::SQS::Queue' ? ['FifoQueue'] : []),
  ...(type === 'AWS::Lambda::Alias' || type === 'AWS::Lambda::Version' ? ['FunctionName'] : []),
];

function nameOf(type: string, logicalId: string, properties: Properties, stackName: string): string {
  const property = nameProperties[type];
  const chosen = property === undefined ? undefined : properties[property];
  if (typeof chosen === 'string') return chosen;
  const generated = `${stackName}-${logicalId}`;
  if (type === 'AWS::S3::Bucket') return generated.toLowerCase().slice(0, 63);
  return type === 'AWS::SQS::Queue' && properties.FifoQueue === true ? `${generated}.fifo` : generated;
}

const qualified = (functionNameOrArn: unknown, qualifier: string): Omit<Identity, 'name'> => {
  const functionName = functionNameIn(String(functionNameOrArn)) ?? String(functionNameOrArn);
  return { ref: arn('lambda', `function:${functionName}:${qualifier}`), attributes: { Version: '1' } };
};

/**
 * The function name in anything that points at a function: its ARN, a version's or alias's, API Gateway's
 * path around one.
 */
export const functionNameIn = (functionArn: string): string | undefined => /:function:([^:/]+)/.exec(functionArn)?.[1];

const apiIdOf = (name: string): string => digest(name, 10);

const digest = (text: string, length: number): string =>
  createHash('sha256').update(text).digest('hex').slice(0, length);
