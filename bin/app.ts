import { weighbridgeApp } from '../lib/infra/app.ts';

weighbridgeApp();
