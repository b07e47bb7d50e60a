import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadAssembly } from '../../../lib/local/template/assembly.ts';
import { unknownTypes } from '../../../lib/local/template/resource-types.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { writeAssembly } from '../tiny-stack.ts';

it('the one stack of an assembly is found whatever it is called', () => {
  const folder = writeAssembly(temporaryFolder(), { resources: { T: { Type: 'AWS::SNS::Topic' } } });
  const { stackName, template } = loadAssembly(folder);
  expect([stackName, Object.keys(template.Resources)]).toEqual(['Tiny', ['T']]);
});

it('a folder without an assembly is named, with the way to make one', () => {
  expect(() => loadAssembly('/nowhere')).toThrow(/no readable cloud assembly in \/nowhere .*npm run synth/);
});

it('several stacks are one too many', () => {
  const folder = join(temporaryFolder(), 'out');
  mkdirSync(folder);
  const stack = { type: 'aws:cloudformation:stack' };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ artifacts: { A: stack, B: stack } }));
  expect(() => loadAssembly(folder)).toThrow('holds 2 stacks; the local cloud runs exactly one.');
});

it('types nobody has thought of are told apart from those that are harmless here', () => {
  const types = ['AWS::Lambda::Function', 'AWS::CloudWatch::Alarm', 'AWS::EC2::VPC', 'Custom::Magic', 'AWS::EC2::VPC'];
  expect(unknownTypes(types)).toEqual(['AWS::EC2::VPC', 'Custom::Magic']);
});
