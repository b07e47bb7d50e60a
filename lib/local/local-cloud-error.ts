/** What keeps the local cloud from running, as one sentence a person can act on. */
export class LocalCloudError extends Error {
  override readonly name = 'LocalCloudError';
}
