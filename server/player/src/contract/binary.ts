// SPDX-License-Identifier: GPL-3.0-or-later
// Protobuf's binary encoding of the contract's messages: what the socket carries. Loaded with the socket, after the page is drawn.
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { empty, isMessage, whole, type Fields, type Kind, type Shape } from './codec.ts';

function readOne(reader: BinaryReader, kind: Kind): unknown {
  if (kind === 0) return reader.string();
  if (kind === 1) return reader.bool();
  if (kind === 2) return whole(reader.int64());
  if (kind === 3) return BigInt(reader.int64());
  if (isMessage(kind)) return readFields(reader, kind, reader.uint32());
  return reader.int32();
}

function readFields(reader: BinaryReader, of: Shape<unknown>, length: number): unknown {
  const fields = empty(of) as Fields;
  const end = reader.pos + length;
  while (reader.pos < end) {
    const [no, wire] = reader.tag();
    const row = of.rows.find((r) => r[0] === no);
    if (!row) {
      reader.skip(wire, no);
      continue;
    }
    const [, name, kind, repeated] = row;
    const delimited = kind === 0 || isMessage(kind);
    if (repeated && !delimited && wire === WireType.LengthDelimited) {
      const stop = reader.uint32() + reader.pos; // packed
      while (reader.pos < stop) (fields[name] as unknown[]).push(readOne(reader, kind));
    } else if (delimited !== (wire === WireType.LengthDelimited)) {
      reader.skip(wire, no);
    } else if (repeated) {
      (fields[name] as unknown[]).push(readOne(reader, kind));
    } else {
      fields[name] = readOne(reader, kind);
    }
  }
  if (reader.pos !== end) throw new RangeError('a message ran over its end');
  return fields;
}

/** Throws on bytes that are no such message. */
export function fromBinary<T>(of: Shape<T>, bytes: Uint8Array): T {
  return readFields(new BinaryReader(bytes), of, bytes.length) as T;
}

function writeFields(writer: BinaryWriter, of: Shape<unknown>, message: Fields): BinaryWriter {
  for (const [no, name, kind, repeated] of of.rows) {
    const said = message[name];
    const values = repeated ? (said as unknown[] | undefined) ?? [] : said ? [said] : [];
    for (const value of values) {
      if (kind === 0) writer.tag(no, WireType.LengthDelimited).string(value as string);
      else if (isMessage(kind)) writeFields(writer.tag(no, WireType.LengthDelimited).fork(), kind, value as Fields).join();
      else writer.tag(no, WireType.Varint).int64(kind === 1 ? Number(value) : (value as bigint | number));
    }
  }
  return writer;
}

export function toBinary<T>(of: Shape<T>, message: Partial<T>): Uint8Array<ArrayBuffer> {
  return writeFields(new BinaryWriter(), of, message).finish();
}
