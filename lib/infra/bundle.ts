import { dirname } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda';
import { type BuildOptions, buildSync } from 'esbuild';

/**
 * How a handler and everything it needs becomes `index.mjs`, and a file for each part that it may never need. The SDK is
 * in it, at the version the tests ran against. ES modules are preferred in packages (`mainFields`), so what is not used is
 * dropped: a third smaller, and sooner awake.
 */
export const bundleOptions = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  // What is imported only when it is needed stays in a file of its own.
  splitting: true,
  outExtension: { '.js': '.mjs' },
  minify: true,
  logLevel: 'warning',
  // A function finds its credentials in the environment. The SDK loads the other places to look (profiles, single
  // sign-on, the metadata service) only when that fails: 130 kB in each bundle that would never run.
  external: [
    '@aws-sdk/credential-provider-http',
    '@aws-sdk/credential-provider-ini',
    '@aws-sdk/credential-provider-process',
    '@aws-sdk/credential-provider-sso',
    '@aws-sdk/credential-provider-web-identity',
    '@smithy/credential-provider-imds',
    // Asked for by the SDK in browsers.
    'bowser',
  ],
} as const satisfies BuildOptions;

/**
 * One handler as an asset. Bundled in this process: `NodejsFunction` would start npx for every function (4 of 6 seconds
 * of a synthesis), and Docker if it did not find esbuild.
 */
export function bundleOf(entry: string): AssetCode {
  return Code.fromAsset(dirname(entry), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('none'),
      local: {
        tryBundle(outputDirectory) {
          buildSync({ ...bundleOptions, entryPoints: { index: entry }, outdir: outputDirectory });
          return true;
        },
      },
    },
  });
}
