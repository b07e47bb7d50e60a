/**
 * How a number is stored in a FIT file. Raw values outside smallest..largest are not values: one of them is `invalid`
 * and means "absent".
 */
export interface BaseType {
  code: number;
  bytes: 1 | 2 | 4;
  smallest: number;
  largest: number;
  invalid: number;
  /** Added to a value before it is stored; FIT's own name for it. Unset is 0. */
  offset?: number;
}

export const enumeration: BaseType = { code: 0x00, bytes: 1, smallest: 0, largest: 0xfe, invalid: 0xff };
export const uint8: BaseType = { code: 0x02, bytes: 1, smallest: 0, largest: 0xfe, invalid: 0xff };
export const uint16: BaseType = { code: 0x84, bytes: 2, smallest: 0, largest: 0xfffe, invalid: 0xffff };
export const uint32: BaseType = { code: 0x86, bytes: 4, smallest: 0, largest: 0xffff_fffe, invalid: 0xffff_ffff };
/** Zero means absent. */
export const uint32z: BaseType = { code: 0x8c, bytes: 4, smallest: 1, largest: 0xffff_ffff, invalid: 0 };
/** Epoch seconds, stored as seconds since FIT's own epoch, 1989-12-31T00:00:00Z; lasts until February 2126. */
export const dateTime: BaseType = { ...uint32, offset: -631_065_600 };
