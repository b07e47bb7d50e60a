#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { program } from '../lib/cli/program.ts';
import { UserError } from '../lib/cli/user-error.ts';
import { WeighbridgeError } from '../lib/errors.ts';
import { LocalCloudError } from '../lib/local/local-cloud-error.ts';

if (existsSync('.env')) process.loadEnvFile('.env');

try {
  await program(process.env, (code) => {
    process.exitCode = code;
  }).parseAsync();
} catch (error) {
  const forPeople = error instanceof UserError || error instanceof LocalCloudError || error instanceof WeighbridgeError;
  process.stderr.write(forPeople ? `${error.message}\n` : `${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
}
