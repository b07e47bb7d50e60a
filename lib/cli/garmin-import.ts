import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { refreshTokens } from '../garmin/refresh.ts';
import { whose } from '../garmin/sign-in/whose.ts';
import { formatTokenFile, parseTokenFile } from '../garmin/token-file.ts';
import { type GarminTokens, isExpiring } from '../garmin/tokens.ts';
import { writeFileAtomically } from '../local/atomic-file.ts';
import { withClockInMind } from './clock-in-mind.ts';
import { appsFrom, type GarminOptions, siteFrom } from './garmin-login.ts';
import { whoseSentence } from './garmin-words.ts';
import type { KeepConnection } from './hand-over.ts';
import { interruptible } from './interruptible.ts';
import { UserError } from './user-error.ts';

/**
 * `weighbridge garmin import`: takes the sign-in that another tool keeps in a garmin_tokens.json, such as Python's
 * garminconnect, and hands it to `keep`. Returns the exit code.
 */
export function garminImport(
  path: string,
  { domain }: GarminOptions,
  env: NodeJS.ProcessEnv,
  keep: KeepConnection,
): Promise<number> {
  return interruptible('Stopped; nothing was kept.', async ({ fetch, clock }) => {
    const site = siteFrom(domain, env);
    const { file, tokens: found } = await readTokens(path);
    const access = { fetch, clock, hosts: site, ...appsFrom(env) };
    const tokens = await withClockInMind(async () => {
      if (!isExpiring(found, clock.now())) return found;
      const renewed = await refreshTokens(access, found);
      // The pair in the file is spent by now: until the new one is handed on, the file is all there is of it.
      writeFileAtomically(file, formatTokenFile(renewed));
      return renewed;
    });
    say(whoseSentence(await whose(access, tokens)));
    say(await keep('garmin', { credentials: tokens, domain: site.domain }));
    return 0;
  });
}

/** garminconnect is told a folder, and keeps the file in it. */
async function readTokens(path: string): Promise<{ file: string; tokens: GarminTokens }> {
  const isFolder = (await stat(path).catch(() => undefined))?.isDirectory();
  const file = isFolder ? join(path, 'garmin_tokens.json') : path;
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new UserError(`${file} cannot be read. Give the path of your garmin_tokens.json.`, { cause });
  });
  return { file, tokens: parseTokenFile(text) };
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);
