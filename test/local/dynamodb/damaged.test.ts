import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DynamoDb } from '../../../lib/local/dynamodb/dynamodb.ts';
import { accountsTable } from '../../../lib/store/tables.ts';
import { temporaryFolder } from '../temporary-folder.ts';

it('tables that were damaged are told of in one sentence, and tables that were not open again', async () => {
  const folder = join(temporaryFolder(), 'dynamodb');
  for (let times = 0; times < 2; times++) {
    const tables = new DynamoDb(folder);
    await tables.open();
    await tables.createTable('accounts', accountsTable);
    await tables.close();
  }
  writeFileSync(join(folder, 'CURRENT'), 'junk');
  await expect(new DynamoDb(folder).open()).rejects.toThrow(/is damaged; move the whole state folder away/);
});
