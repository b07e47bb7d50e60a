import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { launchBrowser } from './browser.ts';
import { openGallery } from './web/site/gallery.ts';

/* Takes a picture of every page, with invented people in it, to be looked at: `npm run screenshots [part of a name]`. */

const folder = join(import.meta.dirname, '..', '.screenshots');
const only = process.argv[2] ?? '';
const sizes = [
  { kind: 'phone', viewport: { width: 390, height: 844 } },
  { kind: 'desk', viewport: { width: 1280, height: 800 } },
];

await mkdir(folder, { recursive: true });
const [browser, gallery] = await Promise.all([launchBrowser(), openGallery()]);
try {
  for (const { kind, ...size } of sizes) {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const [name, { of, path, press }] of Object.entries(gallery.pages)) {
        if (!name.includes(only)) continue;
        const file = `${name.replaceAll(/\W+/g, '-')}.${kind}.${colorScheme}.png`;
        await withoutHiccup(async () => {
          const context = await browser.newContext({ ...size, colorScheme });
          await context.addCookies([await gallery.session(of)]);
          const page = await context.newPage();
          await page.goto(`${gallery.address}${path}`);
          if (press) await page.getByRole('button', { name: press }).click();
          await page.screenshot({ path: join(folder, file), fullPage: true });
          await context.close();
        });
        process.stdout.write(`${file}\n`);
      }
    }
  }
} finally {
  await browser.close();
  await gallery.stop();
}

/** A browser without a graphics card now and then cannot take a picture; the next time it can. */
async function withoutHiccup(take: () => Promise<void>, attempts = 4): Promise<void> {
  try {
    await take();
  } catch (error) {
    if (attempts === 1) throw error;
    await withoutHiccup(take, attempts - 1);
  }
}
