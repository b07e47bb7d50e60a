/** A message of a FIT file: its number, and the raw value of each whole-number field that holds one. */
export interface FitMessage {
  number: number;
  fields: ReadonlyMap<number, number>;
}

export class FitError extends Error {}

interface Definition {
  number: number;
  littleEndian: boolean;
  fields: { number: number; bytes: number; baseType: number }[];
}

const crcBytes = 2;

/**
 * Reads a FIT file by the book: header, both checksums, every record to the last byte. Written apart from the encoder
 * on purpose, so that a mistake there is not repeated here.
 *
 * @throws FitError for anything that is not a whole FIT file
 */
export function readFit(bytes: Uint8Array): FitMessage[] {
  const { start, end } = readFrame(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, end);
  const definitions = new Map<number, Definition>();
  const messages: FitMessage[] = [];
  let at = start;
  try {
    while (at < end) {
      const head = view.getUint8(at++);
      const isTimed = (head & 0x80) !== 0;
      const local = isTimed ? (head >> 5) & 0x03 : head & 0x0f;
      if (!isTimed && head & 0x40) {
        if (head & 0x20) throw new FitError('developer fields are not understood');
        const definition = readDefinition(view, at);
        definitions.set(local, definition);
        at += 5 + 3 * definition.fields.length;
      } else {
        const definition = definitions.get(local);
        if (!definition) throw new FitError(`data before the definition of local message ${local}`);
        messages.push({ number: definition.number, fields: readFields(view, at, definition) });
        at += definition.fields.reduce((sum, { bytes }) => sum + bytes, 0);
      }
    }
  } catch (error) {
    if (error instanceof RangeError) throw new FitError('a record goes beyond the end');
    throw error;
  }
  if (at !== end) throw new FitError('a record goes beyond the end');
  return messages;
}

/** Where the records begin and end. */
function readFrame(bytes: Uint8Array): { start: number; end: number } {
  const start = bytes[0];
  if ((start !== 12 && start !== 14) || bytes.length < start + crcBytes) throw new FitError('no FIT header');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (String.fromCharCode(...bytes.subarray(8, 12)) !== '.FIT') throw new FitError('no FIT signature');
  const end = start + view.getUint32(4, true);
  if (bytes.length !== end + crcBytes) throw new FitError('the length is not what the header says');
  if (start === 14) {
    const headerCrc = view.getUint16(12, true);
    if (headerCrc !== 0 && headerCrc !== checksum(bytes.subarray(0, 12))) throw new FitError('header checksum');
  }
  if (view.getUint16(end, true) !== checksum(bytes.subarray(0, end))) throw new FitError('file checksum');
  return { start, end };
}

function readDefinition(view: DataView, at: number): Definition {
  const littleEndian = view.getUint8(at + 1) === 0;
  const count = view.getUint8(at + 4);
  const fields = Array.from({ length: count }, (_, i) => {
    const field = at + 5 + 3 * i;
    return { number: view.getUint8(field), bytes: view.getUint8(field + 1), baseType: view.getUint8(field + 2) };
  });
  return { number: view.getUint16(at + 2, littleEndian), littleEndian, fields };
}

/**
 * Base type -> its width, how it is read, and the number that means "no value". Texts, fractions and lists
 * are passed over.
 */
const wholeNumbers = new Map<
  number,
  { bytes: number; read: (v: DataView, at: number, le: boolean) => number; none: number }
>([
  [0x00, { bytes: 1, read: (v, at) => v.getUint8(at), none: 0xff }],
  [0x01, { bytes: 1, read: (v, at) => v.getInt8(at), none: 0x7f }],
  [0x02, { bytes: 1, read: (v, at) => v.getUint8(at), none: 0xff }],
  [0x0a, { bytes: 1, read: (v, at) => v.getUint8(at), none: 0 }],
  [0x83, { bytes: 2, read: (v, at, le) => v.getInt16(at, le), none: 0x7fff }],
  [0x84, { bytes: 2, read: (v, at, le) => v.getUint16(at, le), none: 0xffff }],
  [0x8b, { bytes: 2, read: (v, at, le) => v.getUint16(at, le), none: 0 }],
  [0x85, { bytes: 4, read: (v, at, le) => v.getInt32(at, le), none: 0x7fff_ffff }],
  [0x86, { bytes: 4, read: (v, at, le) => v.getUint32(at, le), none: 0xffff_ffff }],
  [0x8c, { bytes: 4, read: (v, at, le) => v.getUint32(at, le), none: 0 }],
]);

function readFields(view: DataView, start: number, { fields, littleEndian }: Definition): Map<number, number> {
  const values = new Map<number, number>();
  let at = start;
  for (const { number, bytes, baseType } of fields) {
    const type = wholeNumbers.get(baseType);
    if (type?.bytes === bytes) {
      const value = type.read(view, at, littleEndian);
      if (value !== type.none) values.set(number, value);
    }
    at += bytes;
  }
  return values;
}

const nibbles = [
  0x0000, 0xcc01, 0xd801, 0x1400, 0xf001, 0x3c00, 0x2800, 0xe401, 0xa001, 0x6c00, 0x7800, 0xb401, 0x5000, 0x9c01,
  0x8801, 0x4400,
];

/** The checksum as Garmin's documents give it, half a byte at a time. */
function checksum(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    for (const nibble of [byte & 0x0f, byte >> 4]) {
      crc = (crc >> 4) ^ nibbles[crc & 0x0f]! ^ nibbles[nibble]!;
    }
  }
  return crc;
}
