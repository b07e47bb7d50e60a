/** The remainder of each byte for CRC-16/ARC (polynomial 0x8005, reflected), the checksum of FIT files. */
const remainders = Uint16Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ 0xa001 : remainder >>> 1;
  return remainder;
});

/** FIT's checksum over the first `length` bytes. */
export function crc16(bytes: Uint8Array, length: number): number {
  let crc = 0;
  for (let i = 0; i < length; i++) crc = (crc >>> 8) ^ remainders[(crc ^ bytes[i]!) & 0xff]!;
  return crc;
}
