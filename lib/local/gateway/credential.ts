import type { IncomingMessage } from 'node:http';

/** Who calls and whom, from Signature Version 4: `Credential=<key id>/<date>/<region>/<service>/aws4_request`. */
export interface Credential {
  accessKeyId: string;
  service: string;
}

/** The credential of a signed request or presigned URL; the signature itself proves nothing here and is not checked. */
export function credentialOf(headers: IncomingMessage['headers'], url: URL): Credential | undefined {
  const scope =
    /Credential=([^,\s]+)/.exec(headers.authorization ?? '')?.[1] ?? url.searchParams.get('X-Amz-Credential') ?? '';
  const [accessKeyId, , , service, terminator] = scope.split('/');
  if (!accessKeyId || !service || terminator !== 'aws4_request') return undefined;
  return { accessKeyId, service };
}
