import type { IncomingMessage } from 'node:http';

/**
 * The whole body, or undefined when it is longer than that. It is read to its end all the same: a sender that is cut
 * off sees no answer.
 */
export async function readBody(request: IncomingMessage, longestBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    if (!(chunk instanceof Buffer)) continue;
    length += chunk.length;
    if (length <= longestBytes) chunks.push(chunk);
  }
  return length > longestBytes ? undefined : Buffer.concat(chunks);
}
