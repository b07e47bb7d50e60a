import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unchunk } from '../../../lib/local/s3/aws-chunked.ts';

const encode = (chunks: Uint8Array[], extension: string, trailers: string): Buffer =>
  Buffer.concat([
    ...chunks.flatMap((chunk) => [
      Buffer.from(`${chunk.length.toString(16)}${extension}\r\n`),
      chunk,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`0${extension}\r\n${trailers}\r\n`),
  ]);

it.each(['', ';chunk-signature=0123456789abcdef'])(
  'any bytes in any chunks come out as they went in (%j)',
  (extension) => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 })), (chunks) => {
        const { body, trailers } = unchunk(encode(chunks, extension, 'x-amz-checksum-crc32:AAAAAA==\r\n'));
        expect(body).toEqual(Buffer.concat(chunks));
        expect(trailers).toEqual({ 'x-amz-checksum-crc32': 'AAAAAA==' });
      }),
    );
  },
);

it.each(['', 'zz\r\n', '5\r\nabc', '3\r\nabc\r\n'])('a body that stops short is refused: %j', (text) => {
  expect(() => unchunk(Buffer.from(text))).toThrow('terminated unexpectedly');
});
