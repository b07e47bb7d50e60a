import { readFileSync } from 'node:fs';
import { App, CfnElement, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { IConstruct } from 'constructs';
import * as v from 'valibot';
import { WeighbridgeStack } from '../../lib/infra/stack.ts';

const cdkJson = v.object({ context: v.record(v.string(), v.unknown()) });
const { context: flags } = v.parse(
  cdkJson,
  JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8')),
);

/** The context that `cdk synth -c key=value` hands to the app, and no bundles. */
export const contextWith = (context: Record<string, unknown>) => ({
  ...flags,
  ...context,
  'aws:cdk:bundling-stacks': [],
});

const reference = v.union([
  v.object({ Ref: v.string() }),
  v.object({ 'Fn::GetAtt': v.tuple([v.string(), v.string()]) }),
  v.object({ 'Fn::Join': v.tuple([v.literal(''), v.array(v.unknown())]) }),
]);

/** A template whose resources are called by where they stand in the construct tree, `Storage/Accounts`, instead of by logical id. */
export class Synthesized {
  readonly template: Template;
  readonly #names = new Map<string, string>();

  constructor(context: Record<string, unknown> = {}) {
    const stack = new WeighbridgeStack(new App({ context: contextWith(context) }), 'Weighbridge');
    for (const construct of stack.node.findAll()) this.#addName(stack, construct);
    this.template = Template.fromStack(stack);
  }

  #addName(stack: Stack, construct: IConstruct) {
    if (!CfnElement.isCfnElement(construct)) return;
    const name = construct.node.path.replace(/^Weighbridge\//, '').replace(/\/(Resource|Default)$/, '');
    this.#names.set(String(stack.resolve(construct.logicalId)), name);
  }

  /** The properties of all resources of a type, by name. */
  resources(type: string): Record<string, Record<string, unknown>> {
    return Object.fromEntries(
      Object.entries(this.template.findResources(type)).map(([id, resource]) => [this.nameOf(id), resource.Properties]),
    );
  }

  /** The one resource with this type and name. */
  resource(type: string, name: string): Record<string, unknown> {
    const properties = this.resources(type)[name];
    if (properties === undefined) throw new Error(`There is no ${type} named ${name}.`);
    return properties;
  }

  nameOf(logicalId: string): string {
    return this.#names.get(logicalId) ?? logicalId;
  }

  /** An intrinsic (Ref, GetAtt, Join) as text, with the name of the resource in place of its value. */
  text(value: unknown): string {
    if (typeof value === 'string') return value;
    const found = v.parse(reference, value);
    if ('Ref' in found) return this.nameOf(found.Ref);
    if ('Fn::GetAtt' in found) return this.nameOf(found['Fn::GetAtt'][0]);
    return found['Fn::Join'][1].map((part) => this.text(part)).join('');
  }
}

const children = v.record(v.string(), v.unknown());

/** What stands in a template at this path. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>((inner, key) => v.parse(children, inner)[key], value);
}
