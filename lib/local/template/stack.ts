import { LocalCloudError } from '../local-cloud-error.ts';
import type { Assembly, TemplateResource } from './assembly.ts';
import { accountId, type Identity, identify, namingProperties, type Place, region } from './identity.ts';
import { evaluate, noValue, resolve, type Scope } from './intrinsics.ts';

/** One resource of the template as it exists on this machine. */
export interface Resource {
  logicalId: string;
  type: string;
  /**
   * Where it stands in the CDK app, as people call it: `Sync/Function`; the logical id when the template does not say.
   */
  path: string;
  /** Physical name. */
  name: string;
  /** What `Ref` gives: name, URL or ARN by type. */
  ref: string;
  attribute(name: string): string;
  /** The properties with all intrinsic functions resolved. */
  properties(): unknown;
}

/** A template brought to this machine: its resources have local names, its intrinsic functions local values. */
export class Stack {
  readonly #assembly: Assembly;
  readonly #place: Place;
  readonly #parameters: Record<string, string>;
  readonly #identities = new Map<string, Identity>();
  #apiHosts: readonly string[] | undefined;
  readonly #scope: Scope = {
    ref: (name) => this.#ref(name),
    attribute: (logicalId, attribute) => this.#attribute(logicalId, attribute),
    condition: (name) => this.#condition(name),
    mapping: (map, top, second) => {
      const value = this.#assembly.template.Mappings[map]?.[top]?.[second];
      if (value === undefined) throw new LocalCloudError(`The template has no mapping ${map}.${top}.${second}.`);
      return value;
    },
  };
  readonly resources: readonly Resource[];

  constructor(assembly: Assembly, place: Place, parameters: Record<string, string> = {}) {
    this.#assembly = assembly;
    this.#place = place;
    this.#parameters = parameters;
    this.resources = Object.entries(assembly.template.Resources)
      .filter(([, { Condition }]) => Condition === undefined || this.#condition(Condition))
      .map(([logicalId, resource]) => this.#resource(logicalId, resource));
  }

  get stackName(): string {
    return this.#assembly.stackName;
  }

  /** The folder of the cloud assembly. */
  get directory(): string {
    return this.#assembly.directory;
  }

  ofType(type: string): Resource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  /** The resource that this `Ref`, ARN, physical name or logical id means. */
  find(type: string, reference: string): Resource | undefined {
    return this.ofType(type).find(
      (resource) =>
        [resource.logicalId, resource.name, resource.ref].includes(reference) ||
        this.#identity(resource.logicalId).attributes.Arn === reference,
    );
  }

  get outputs(): Record<string, string> {
    const outputs = Object.entries(this.#assembly.template.Outputs)
      .filter(([, { Condition }]) => Condition === undefined || this.#condition(Condition))
      .map(([name, { Value }]) => [name, String(this.resolve(Value))] as const);
    return Object.fromEntries(outputs);
  }

  resolve(value: unknown): unknown {
    this.#apiHosts ??= this.#hostsOfApis();
    return this.#localUrls(resolve(value, this.#scope), this.#apiHosts);
  }

  #resource(logicalId: string, { Type, Properties, Metadata }: TemplateResource): Resource {
    const { name, ref } = this.#identity(logicalId);
    return {
      logicalId,
      type: Type,
      path: pathOf(Metadata['aws:cdk:path'], logicalId),
      name,
      ref,
      attribute: (attribute) => this.#attribute(logicalId, attribute),
      properties: () => this.resolve(Properties),
    };
  }

  #identity(logicalId: string): Identity {
    const known = this.#identities.get(logicalId);
    if (known) return known;
    const resource = this.#assembly.template.Resources[logicalId];
    if (!resource) throw new LocalCloudError(`The template refers to ${logicalId}, which it does not contain.`);
    const naming = namingProperties(resource.Type)
      .filter((property) => property in resource.Properties)
      .map((property) => [property, resolve(resource.Properties[property], this.#scope)] as const);
    const identity = identify(resource.Type, logicalId, Object.fromEntries(naming), this.#place);
    this.#identities.set(logicalId, identity);
    return identity;
  }

  #ref(name: string): unknown {
    const pseudo: Record<string, unknown> = {
      'AWS::AccountId': accountId,
      'AWS::NoValue': noValue,
      'AWS::Partition': 'aws',
      'AWS::Region': region,
      'AWS::StackId': `arn:aws:cloudformation:${region}:${accountId}:stack/${this.stackName}/local`,
      'AWS::StackName': this.stackName,
      'AWS::URLSuffix': 'amazonaws.com',
    };
    if (name in pseudo) return pseudo[name];
    const parameter = this.#assembly.template.Parameters[name];
    if (!parameter) return this.#identity(name).ref;
    const value = this.#parameters[name] ?? parameter.Default;
    if (value === undefined)
      throw new LocalCloudError(`The template's parameter ${name} has no default; give it a value.`);
    return value;
  }

  #attribute(logicalId: string, attribute: string): string {
    const value = this.#identity(logicalId).attributes[attribute];
    if (value !== undefined) return value;
    const type = this.#assembly.template.Resources[logicalId]?.Type;
    throw new LocalCloudError(
      `The template asks ${type} ${logicalId} for ${attribute}, which the local cloud does not know.`,
    );
  }

  #condition(name: string): boolean {
    const condition = this.#assembly.template.Conditions[name];
    if (condition === undefined) throw new LocalCloudError(`The template has no condition ${name}.`);
    return evaluate(condition, this.#scope);
  }

  /**
   * CDK also spells an API's address out, `https://<id>.execute-api.<region>.<suffix>`, and its owner may have a name for
   * it: both lead here too.
   */
  #localUrls(value: unknown, hosts: readonly string[]): unknown {
    if (typeof value === 'string') {
      return hosts.reduce((text, host) => text.replaceAll(`https://${host}`, this.#place.apiUrl), value);
    }
    if (Array.isArray(value)) return value.map((entry) => this.#localUrls(entry, hosts));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, this.#localUrls(entry, hosts)]));
  }

  #hostsOfApis(): string[] {
    const of = (type: string) =>
      Object.entries(this.#assembly.template.Resources).filter(([, { Type }]) => Type === type);
    const ids = of('AWS::ApiGatewayV2::Api').map(([logicalId]) => this.#identity(logicalId).ref);
    const names = of('AWS::ApiGatewayV2::DomainName').map(([logicalId]) => this.#identity(logicalId).name);
    return [...ids.map((id) => `${id}.execute-api.${region}.amazonaws.com`), ...names];
  }
}

/** `Weighbridge/Sync/Function/Resource` is called `Sync/Function`. */
function pathOf(path: unknown, logicalId: string): string {
  if (typeof path !== 'string') return logicalId;
  return (
    path
      .split('/')
      .slice(1)
      .filter((part) => part !== 'Resource')
      .join('/') || logicalId
  );
}
