import { startDynalite, type TestDatabase } from './dynalite.ts';
import { memoryDatabase } from './memory-database.ts';

/** Both databases that tests run on. What holds for a store must hold on either, or the quick one proves nothing. */
export const databases: { name: string; start: () => Promise<TestDatabase> }[] = [
  { name: 'on dynalite', start: startDynalite },
  { name: 'in memory', start: async () => memoryDatabase() },
];
