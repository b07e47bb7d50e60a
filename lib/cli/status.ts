import { accountsOf, measurementsOf } from '../runtime.ts';
import { askingAws, deployedHost } from './deployment.ts';
import { type AccountStatus, statusOf } from './status-report.ts';
import { statusText } from './status-text.ts';

/** What `weighbridge status` ends with when somebody has to do something. */
const somebodyMustAct = 3;

/**
 * `weighbridge status`: every account, its connections, and what waits for what.
 *
 * @returns the exit code: 0 when all is well, 3 when somebody has to do something
 */
export async function status({ json }: { json?: boolean }, env: NodeJS.ProcessEnv): Promise<number> {
  const host = await deployedHost(env);
  const now = host.clock.now();
  const all = await askingAws(async () => {
    const accounts = accountsOf(host);
    const measurements = measurementsOf(host);
    const found: AccountStatus[] = [];
    for await (const page of accounts.list()) {
      for (const { account: id } of page) {
        const account = await accounts.getWithLastLook(id);
        // Deleted since it was listed.
        if (!account) continue;
        const items = (await Array.fromAsync(measurements.all(id))).flat();
        found.push(statusOf(account, items, now, host.publicUrl));
      }
    }
    return found.sort((a, b) => a.account.localeCompare(b.account));
  });
  process.stdout.write(json ? `${JSON.stringify({ accounts: all }, null, 2)}\n` : statusText(all, now));
  return all.length > 0 && all.every(({ act }) => act.length === 0) ? 0 : somebodyMustAct;
}
