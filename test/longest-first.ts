import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest, longest first: begun last, one of these would be waited for alone. Vitest knows only what it has run before. */
const longest = [
  'test/sync/chaos/chaos.test.ts',
  'test/e2e/grants.test.ts',
  'test/web/site/gallery.browser.test.ts',
  'test/cli/sync/cron.test.ts',
  'test/cli/weighbridge.test.ts',
  'test/cli/look-after.test.ts',
  'test/e2e/site-in-browser.test.ts',
  'test/e2e/trouble.test.ts',
  'test/e2e/setup.test.ts',
  'test/e2e/sign-in.test.ts',
  'test/cli/sync/first-run.test.ts',
  'test/e2e/weigh-in.test.ts',
  'test/cli/garmin.test.ts',
  'test/e2e/link-in-browser.test.ts',
  'test/web/pages/pages.browser.test.ts',
  'test/e2e/once.test.ts',
  'test/e2e/owner.test.ts',
  'test/cli/sync/import.test.ts',
  'test/sync/crash-points.test.ts',
  'test/web/site/site.browser.test.ts',
  'test/cli/sandbox.test.ts',
  'test/package/tarball.test.ts',
  'test/package/readme.test.ts',
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const gone = longest.find((file) => !existsSync(join(import.meta.dirname, '..', file)));
    if (gone) throw new Error(`test/longest-first.ts names ${gone}, which is not there any more.`);
    const rank = ({ moduleId, project }: TestSpecification): number => {
      const index = longest.indexOf(relative(project.config.root, moduleId).replaceAll('\\', '/'));
      return index < 0 ? longest.length : index;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
