import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { cliHost } from '../../lib/cli/cli-host.ts';
import { followLink } from '../../lib/cli/follow-link.ts';
import { makeLink } from '../../lib/cli/invite.ts';
import { systemClock } from '../../lib/clock.ts';
import { parseTokenFile } from '../../lib/garmin/token-file.ts';
import { isEvent } from '../../lib/ledger.ts';
import { startCloud } from '../../lib/local/cloud.ts';
import type { LogLine } from '../../lib/local/log.ts';
import type { Timer } from '../../lib/local/timer.ts';
import { measurementsOf, secretsOf } from '../../lib/runtime.ts';
import { demo, Sandbox, sandboxApp } from '../../lib/sandbox/sandbox.ts';
import type { GroupDraft } from '../../lib/sandbox/withings/devices.ts';
import { asStored } from '../../lib/sandbox/withings/storing.ts';
import { webhookToken } from '../../lib/web/webhook-token.ts';

export interface DeploymentOptions {
  /** Another assembly than the one all tests share. */
  assembly?: string;
  /** What the person has measured before connecting. */
  history?: readonly GroupDraft[];
  /** Whether the owner has put in the Withings application; true when absent. */
  registered?: boolean;
  /** Whether the person is the owner themselves. */
  owner?: boolean;
  /** Time as the local cloud sees it; the functions have their own. */
  timer?: Timer;
}

/** The synthesized stack on this machine, the simulated vendors, and one invented person who has not connected yet. */
export async function deploy(options: DeploymentOptions = {}) {
  const { assembly = inject('assembly'), history = [], registered = true, owner = false, timer } = options;
  const state = await mkdtemp(join(tmpdir(), 'weighbridge-e2e-'));
  const log: LogLine[] = [];
  const sandbox = new Sandbox({ clock: systemClock, random: Math.random });
  const now = Math.floor(Date.now() / 1000);
  const groups = history.map((draft, index) => asStored(draft, 5_000_000_000 + index, now - 1000));
  const { userid } = sandbox.demoPerson({ groups, timezone: demo.timezone });
  const vendors = await sandbox.start();
  const cloud = await startCloud({
    ...{ assembly, state, environment: vendors },
    ...(timer && { timer }),
    log: (line) => log.push(line),
  });
  const { endpoint, region, adminCredentials: credentials } = cloud;
  const host = cliHost(cloud.outputs, { endpoint, region, credentials });
  const register = () => secretsOf(host).putWithingsCredentials(sandboxApp);
  if (registered) await register();

  /** A fresh invite that carries the person's sign-ins at all destinations. */
  async function link(): Promise<string> {
    const garmin = { credentials: parseTokenFile(JSON.stringify(sandbox.garminTokens())) };
    const others = { trainerroad: { credentials: demo.trainerRoad }, intervals: { credentials: demo.intervals } };
    const connections = { garmin, ...others };
    return (await makeLink(host, { name: demo.name, connections, owner })).link;
  }

  /** Has the notifications subscribed to beforehand, which saves connecting the pauses between one subscription and the next. */
  async function subscribe(): Promise<void> {
    const { webhook } = await secretsOf(host).masterKeys();
    const callbackurl = `${cloud.url}/webhook/${webhookToken(webhook)}`;
    const subscription = { clientId: sandboxApp.clientId, callbackurl, comment: null, failingSince: null };
    for (const person of sandbox.withings.state.people) {
      for (const appli of [1, 4]) person.subscriptions.push({ ...subscription, appli });
    }
  }

  /** Until nothing runs and nothing waits: notifications are delivered on the way. */
  async function settle(): Promise<void> {
    await sandbox.withings.deliverDue();
    await cloud.idle({ timeoutMs: 60_000 });
  }

  async function connect(): Promise<void> {
    await followLink(await link());
    await settle();
  }

  const account = String(userid);
  const ledger = async () => (await Array.fromAsync(measurementsOf(host).all(account))).flat();

  return {
    ...{ cloud, host, vendors, sandbox, userid, account, log, register, subscribe, link, settle, connect, ledger },
    events: async () => (await ledger()).filter(isEvent),
    weights: () => sandbox.garmin.weights(demo.garmin.account),
    async stop() {
      await cloud.stop();
      await sandbox.stop();
      await rm(state, { recursive: true, force: true });
    },
  };
}

export type Deployment = Awaited<ReturnType<typeof deploy>>;
