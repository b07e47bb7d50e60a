import type { BaseType } from './base-type.ts';

export interface FieldLayout {
  number: number;
  type: BaseType;
  /** Stored steps in one unit of the value: 100 stores kilograms in steps of 10 g. Unset is 1. */
  scale?: number;
  /** Largest stored number that is a value, where the field reserves more than its base type does. */
  largest?: number;
}

interface MessageShape<FieldName extends string> {
  /** The profile's name of the message. */
  name: string;
  /** The profile's number of the message. */
  number: number;
  /** The short number by which data records of this file refer to the definition, 0 to 15. */
  local: number;
  /** In the order of the file. */
  fields: Readonly<Record<FieldName, FieldLayout>>;
}

export interface NamedField<FieldName extends string = string> extends Readonly<Required<FieldLayout>> {
  readonly name: FieldName;
}

/** One kind of message as it lies in a file: which fields, in which order, how wide, at which scale. */
export interface MessageLayout<FieldName extends string = string> {
  readonly name: string;
  readonly number: number;
  readonly local: number;
  readonly fields: readonly NamedField<FieldName>[];
  /** Length of its definition record. */
  readonly definitionBytes: number;
  /** Length of each of its data records. */
  readonly dataBytes: number;
}

/** The values of one record, in the fields' own units; what is not known is absent. */
export type MessageValues<FieldName extends string> = { readonly [Name in FieldName]?: number | undefined };

export function message<const FieldName extends string>(shape: MessageShape<FieldName>): MessageLayout<FieldName> {
  const fields = namesOf(shape.fields).map((name) => {
    const { type, number, scale = 1, largest = type.largest } = shape.fields[name];
    return { name, number, type, scale, largest };
  });
  return {
    name: shape.name,
    number: shape.number,
    local: shape.local,
    fields,
    definitionBytes: 6 + 3 * fields.length,
    dataBytes: 1 + fields.reduce((bytes, { type }) => bytes + type.bytes, 0),
  };
}

const namesOf = <Name extends string>(fields: Readonly<Record<Name, unknown>>): Name[] => Object.keys(fields) as Name[];
