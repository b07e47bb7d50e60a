import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

/**
 * A real browser without a window: an installed Chrome on macOS and Windows, on Linux the Chromium that comes as an npm package.
 * Whoever launches it closes it.
 */
export async function launchBrowser(): Promise<Browser> {
  if (process.platform !== 'linux') return chromium.launch({ channel: 'chrome' });
  const folder = await unpackedChromium();
  // Not the package's own arguments: with its single process the browser ends with the first page, and it waives checks a page should meet.
  const launch = (env: NodeJS.ProcessEnv) =>
    chromium.launch({
      executablePath: join(folder, 'chromium'),
      args: ['--disable-gpu'],
      env: { ...process.env, ...env },
    });
  const fonts = { FONTCONFIG_FILE: join(folder, 'fonts.conf') };
  try {
    return await launch(fonts);
  } catch {
    // A machine without libnss3 and libnspr4: the package brings those of Amazon Linux 2023.
    return await launch({ ...fonts, LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') });
  }
}

/**
 * The folder of the unpacked browser, beside the package so that a new version is unpacked anew. It is filled under another name and then renamed:
 * tests in several processes may come here at the same time, and none may start a half-written file.
 */
async function unpackedChromium(): Promise<string> {
  const packageFolder = dirname(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')));
  const folder = join(packageFolder, 'unpacked');
  if (existsSync(folder)) return folder;
  const filling = await mkdtemp(`${folder}-`);
  // The package unpacks into the temporary folder of its process, and its libraries only where it believes itself in Lambda.
  const env = { ...process.env, TMPDIR: filling, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' };
  const unpack = "import chromium from '@sparticuz/chromium'; await chromium.executablePath();";
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', unpack], {
    cwd: import.meta.dirname,
    env,
  });
  await writeFile(join(filling, 'fonts.conf'), fontsConfiguration(join(folder, 'fonts')));
  await rename(filling, folder).catch(() => rm(filling, { recursive: true }));
  return folder;
}

/** The machine's fonts, and for a machine that has none those of the package. */
const fontsConfiguration = (fontsFolder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${fontsFolder}</dir>
  <cachedir>${fontsFolder}-cache</cachedir>
</fontconfig>
`;
