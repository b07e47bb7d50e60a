#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { program } from '../lib/cli/program.ts';
import { UserError } from '../lib/cli/user-error.ts';
import { WeighbridgeError } from '../lib/errors.ts';
import { LocalCloudError } from '../lib/local/local-cloud-error.ts';

if (existsSync('.env')) process.loadEnvFile('.env');

// Whoever reads only the beginning, as `head` does, wants no more and no error.
process.stdout.on('error', (error) => {
  if ('code' in error && error.code === 'EPIPE') process.exit();
  throw error;
});

try {
  await program(process.env, (code) => {
    process.exitCode = code;
  }).parseAsync();
} catch (error) {
  process.stderr.write(`${textFor(error)}\n`);
  process.exitCode = 1;
}

function textFor(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // The npm package carries the client and what needs nothing but Node; the cloud and its stand-in it does not.
  if ('code' in error && error.code === 'ERR_MODULE_NOT_FOUND') {
    return 'This command works in a clone of the repository, after `npm ci`: the npm package has not what it takes.';
  }
  const forPeople = error instanceof UserError || error instanceof LocalCloudError || error instanceof WeighbridgeError;
  return forPeople ? error.message : (error.stack ?? error.message);
}
