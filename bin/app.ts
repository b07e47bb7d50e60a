import { weighbridgeApp } from '../lib/infra/app.ts';
import { ConfigError } from '../lib/infra/config.ts';

try {
  weighbridgeApp();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
