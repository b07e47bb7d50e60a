import { BugError, RejectedError } from '../errors.ts';
import { instant } from '../measurement.ts';
import { crc16 } from './crc.ts';
import type { MessageLayout, MessageValues, NamedField } from './message.ts';

export interface FitHeader {
  /** 14 carries a checksum of its own, 12 does not. */
  bytes: 12 | 14;
  protocolVersion: number;
  profileVersion: number;
}

const crcBytes = 2;

/** The exact length of a file, so that it can be written into one allocation. */
export function fitFileBytes(header: FitHeader, records: Iterable<readonly [MessageLayout, count: number]>): number {
  let bytes = header.bytes + crcBytes;
  for (const [layout, count] of records) bytes += layout.definitionBytes + count * layout.dataBytes;
  return bytes;
}

/** Writes one FIT file, little endian, into a buffer of the length given: the messages in order, then `finish`. */
export class FitWriter {
  readonly #header: FitHeader;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #position: number;
  /** What each local number stands for at this point of the file. */
  readonly #defined: (MessageLayout | undefined)[] = new Array(16);

  /** @param fileBytes see `fitFileBytes` */
  constructor(header: FitHeader, fileBytes: number) {
    this.#header = header;
    this.#bytes = new Uint8Array(fileBytes);
    this.#view = new DataView(this.#bytes.buffer);
    this.#position = header.bytes;
  }

  /**
   * Adds one record, and before the first of its kind the definition.
   *
   * @throws RejectedError naming the field, not the value, when a value does not fit.
   */
  write<FieldName extends string>(layout: MessageLayout<FieldName>, values: MessageValues<FieldName>): void {
    if (this.#defined[layout.local] !== layout) this.#define(layout);
    this.#reserve(layout.dataBytes);
    this.#put8(layout.local);
    for (const field of layout.fields) {
      const value = values[field.name];
      this.#put(field.type.bytes, value === undefined ? field.type.invalid : stored(value, field, layout));
    }
  }

  /** Completes header and checksum. The writer is done with then. */
  finish(): Uint8Array {
    const end = this.#position;
    this.#writeHeader(end - this.#header.bytes);
    this.#view.setUint16(end, crc16(this.#bytes, end), true);
    return this.#bytes.subarray(0, end + crcBytes);
  }

  #define(layout: MessageLayout): void {
    this.#reserve(layout.definitionBytes);
    this.#defined[layout.local] = layout;
    this.#put8(0x40 | layout.local);
    this.#put8(0);
    this.#put8(0); // little endian
    this.#put(2, layout.number);
    this.#put8(layout.fields.length);
    for (const { number, type } of layout.fields) {
      this.#put8(number);
      this.#put8(type.bytes);
      this.#put8(type.code);
    }
  }

  #writeHeader(dataBytes: number): void {
    const { bytes, protocolVersion, profileVersion } = this.#header;
    this.#bytes[0] = bytes;
    this.#bytes[1] = protocolVersion;
    this.#view.setUint16(2, profileVersion, true);
    this.#view.setUint32(4, dataBytes, true);
    this.#bytes.set(fitSignature, 8);
    if (bytes === 14) this.#view.setUint16(12, crc16(this.#bytes, 12), true);
  }

  #reserve(bytes: number): void {
    if (this.#position + bytes + crcBytes > this.#bytes.length) {
      throw new BugError('More was written to a FIT file than its length allows.', {
        service: 'FIT',
        action: 'encode',
      });
    }
  }

  #put8(raw: number): void {
    this.#bytes[this.#position++] = raw;
  }

  #put(bytes: 1 | 2 | 4, raw: number): void {
    if (bytes === 1) this.#bytes[this.#position] = raw;
    else if (bytes === 2) this.#view.setUint16(this.#position, raw, true);
    else this.#view.setUint32(this.#position, raw, true);
    this.#position += bytes;
  }
}

const fitSignature = new TextEncoder().encode('.FIT');

/** The number that stands for a value in the file, rounded half up at the field's scale. */
function stored(value: number, field: NamedField, layout: MessageLayout): number {
  const { type, scale, largest } = field;
  const raw = Math.round((value + (type.offset ?? 0)) * scale);
  // Written so that NaN is refused too.
  if (raw >= type.smallest && raw <= largest) return raw;
  throw new RejectedError(
    `A FIT file cannot hold this ${field.name} (${layout.name}): it must lie between ${rangeOf(field)}.`,
    { service: 'FIT', action: 'encode' },
  );
}

function rangeOf({ type, scale, largest }: NamedField): string {
  const { offset } = type;
  const inWords = (raw: number) => (offset === undefined ? String(raw / scale) : instant(raw - offset));
  return `${inWords(type.smallest)} and ${inWords(largest)}`;
}
