import { AwsError } from '../gateway/aws-call.ts';

export interface Unchunked {
  body: Buffer;
  /** Lower-case name -> value, the checksum of a streamed body among them. */
  trailers: Record<string, string>;
}

/**
 * Takes off the `aws-chunked` encoding that SDKs put around streamed bodies: `<hex length>[;chunk-signature=…]`, data,
 * again, then `0` and the trailers.
 */
export function unchunk(encoded: Buffer): Unchunked {
  const chunks: Buffer[] = [];
  let at = 0;
  const line = (): string => {
    const end = encoded.indexOf('\r\n', at);
    if (end < 0) throw incomplete();
    const text = encoded.toString('latin1', at, end);
    at = end + 2;
    return text;
  };
  for (;;) {
    const length = Number.parseInt(line(), 16);
    if (Number.isNaN(length)) throw incomplete();
    if (length === 0) break;
    if (at + length + 2 > encoded.length) throw incomplete();
    chunks.push(encoded.subarray(at, at + length));
    at += length + 2;
  }
  const trailers: Record<string, string> = {};
  while (at < encoded.length) {
    const text = line();
    const colon = text.indexOf(':');
    if (colon > 0) trailers[text.slice(0, colon).toLowerCase()] = text.slice(colon + 1).trim();
  }
  return { body: Buffer.concat(chunks), trailers };
}

const incomplete = (): AwsError =>
  new AwsError('IncompleteBody', 'The request body terminated unexpectedly: its chunks do not add up.');
