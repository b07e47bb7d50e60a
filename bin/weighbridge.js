#!/usr/bin/env node
// In a clone the sources run as they are. The npm package ships them built: Node strips no types under node_modules.
import { existsSync } from 'node:fs';

const source = new URL('./weighbridge.ts', import.meta.url);
await import(existsSync(source) ? source.href : '../dist/cli/weighbridge.js');
