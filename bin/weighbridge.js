#!/usr/bin/env node
// In a clone the sources run as they are. The npm package ships them built: Node strips no types under node_modules.
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

// Half of a command's start is compiling. What was compiled is kept where only those can write who can change the code
// itself, and goes with it; in a place that nobody can write to, everything is compiled anew, as on Node 20.
module.enableCompileCache?.(fileURLToPath(new URL('../node_modules/.cache/weighbridge', import.meta.url)));

const source = new URL('./weighbridge.ts', import.meta.url);
await import(existsSync(source) ? source.href : '../dist/cli/weighbridge.js');
