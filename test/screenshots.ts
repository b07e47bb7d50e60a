import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContextOptions, Page, PageScreenshotOptions } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { everyPage } from './web/pages/every-page.ts';
import { openGallery } from './web/site/gallery.ts';

/*
 * Takes a picture of every page, with invented people in it, to be looked at: `npm run screenshots [part of a name]`.
 * Those of whoever lives on the site are opened there; what is said on the way to it, or once, is shown as it is.
 * With `readme` instead it takes those that the README shows.
 */

const root = join(import.meta.dirname, '..');
const folder = join(root, '.screenshots');
const wanted = process.argv[2] ?? '';
const sizes = [
  { kind: 'phone', viewport: { width: 390, height: 844 } },
  { kind: 'desk', viewport: { width: 1280, height: 800 } },
];

await mkdir(folder, { recursive: true });
const [browser, gallery] = await Promise.all([launchBrowser(), openGallery()]);
try {
  if (wanted === 'readme') await takeForReadme();
  else await takeAll();
} finally {
  await browser.close();
  await gallery.stop();
}

async function takeAll(): Promise<void> {
  const said = everyPage.map(([name]) => name).filter((name) => !(name in gallery.pages));
  const names = [...Object.keys(gallery.pages), ...said].filter((name) => name.includes(wanted));
  for (const { kind, viewport } of sizes) {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const name of names) {
        const file = `${name.replaceAll(/\W+/g, '-')}.${kind}.${colorScheme}.png`;
        await take(name, { viewport, colorScheme }, { path: join(folder, file), fullPage: true });
      }
    }
  }
}

async function takeForReadme(): Promise<void> {
  const desk = { viewport: { width: 740, height: 1320 } };
  await take('overview', desk, { path: join(root, '.github', 'overview.png') });
  const phone = { viewport: { width: 390, height: 1130 } };
  await take('measurement', phone, { path: join(root, '.github', 'measurement-phone.png') });
}

/** A browser without a graphics card now and then cannot take a picture; the next time it can. */
async function take(
  name: string,
  look: BrowserContextOptions,
  picture: PageScreenshotOptions,
  attempts = 4,
): Promise<void> {
  const context = await browser.newContext(look);
  try {
    const page = await context.newPage();
    await show(name, page);
    await page.screenshot(picture);
    process.stdout.write(`${picture.path}\n`);
  } catch (error) {
    if (attempts === 1) throw error;
    await take(name, look, picture, attempts - 1);
  } finally {
    await context.close();
  }
}

async function show(name: string, page: Page): Promise<void> {
  const lived = gallery.pages[name];
  if (!lived) return page.setContent(new Map(everyPage).get(name) ?? '');
  await page.context().addCookies([await gallery.session(lived.of)]);
  await page.goto(`${gallery.address}${lived.path}`);
  await lived.open?.(page);
}
