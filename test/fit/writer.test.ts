import { describe, expect, it } from 'vitest';
import { uint8, uint16, uint32z } from '../../lib/fit/base-type.ts';
import { crc16 } from '../../lib/fit/crc.ts';
import { message } from '../../lib/fit/message.ts';
import { type FitHeader, FitWriter, fitFileBytes } from '../../lib/fit/writer.ts';

const header: FitHeader = { bytes: 12, protocolVersion: 0x20, profileVersion: 2100 };
const narrow = message({ name: 'narrow', number: 0xff00, local: 5, fields: { level: { number: 1, type: uint8 } } });
const wide = message({
  name: 'wide',
  number: 0xff01,
  local: 5,
  fields: { level: { number: 1, type: uint16, scale: 10 } },
});

/** The records of a file, between header and checksum, as hexadecimal. */
const recordsOf = (bytes: Uint8Array) => Buffer.from(bytes.subarray(12, -2)).toString('hex');

describe('the FIT writer', () => {
  it('defines a message once and again only when its local number meant something else', () => {
    const writer = new FitWriter(
      header,
      fitFileBytes(header, [
        [narrow, 3],
        [wide, 1],
        [narrow, 0],
      ]),
    );
    writer.write(narrow, { level: 1 });
    writer.write(narrow, { level: 2 });
    writer.write(wide, { level: 3.2 });
    writer.write(narrow, {});
    const narrowDefinition = '45000000ff01010102';
    expect(recordsOf(writer.finish())).toBe(
      `${narrowDefinition}05010502${'45000001ff01010284'}052000${narrowDefinition}05ff`,
    );
  });

  it('writes the versions it is told and the length of what follows', () => {
    const writer = new FitWriter(header, 100);
    writer.write(narrow, { level: 1 });
    const bytes = writer.finish();
    expect(Buffer.from(bytes.subarray(0, 12)).toString('hex')).toBe('0c203408' + '0b000000' + '2e464954');
    expect(bytes).toHaveLength(12 + 11 + 2);
  });

  it('knows that zero is no number in a field where it means absent', () => {
    const serial = message({ name: 'serial', number: 1, local: 0, fields: { serial: { number: 0, type: uint32z } } });
    expect(() => new FitWriter(header, 100).write(serial, { serial: 0 })).toThrow('between 1 and 4294967295');
  });

  it('refuses to write beyond the length it was given', () => {
    const writer = new FitWriter(header, fitFileBytes(header, [[narrow, 1]]));
    writer.write(narrow, { level: 1 });
    expect(() => writer.write(narrow, { level: 1 })).toThrow('More was written');
  });
});

describe('the checksum', () => {
  it('is CRC-16/ARC, by that algorithm’s published check value', () => {
    expect(crc16(new TextEncoder().encode('123456789'), 9)).toBe(0xbb3d);
  });
});
