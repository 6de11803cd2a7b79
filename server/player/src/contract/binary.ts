// SPDX-License-Identifier: GPL-3.0-or-later
// Protobuf's binary encoding of the contract's messages: what the socket carries. Loaded with the socket, after the page is drawn.
import { empty, isMessage, whole, type Fields, type Kind, type Shape } from './codec.ts';
import { Reader, Wire, Writer } from './wire.ts';

function readOne(reader: Reader, kind: Kind): unknown {
  if (kind === 0) return reader.string();
  if (kind === 1) return reader.int64() !== 0;
  if (kind === 2) return whole(reader.int64());
  if (kind === 3) return BigInt(reader.int64());
  if (isMessage(kind)) return readFields(reader, kind, reader.length());
  return reader.int32();
}

function readFields(reader: Reader, of: Shape<unknown>, length: number): unknown {
  const fields = empty(of) as Fields;
  const end = reader.pos + length;
  while (reader.pos < end) {
    const [no, wire] = reader.tag();
    const row = of.rows.find((r) => r[0] === no);
    if (!row) {
      reader.skip(wire);
      continue;
    }
    const [, name, kind, repeated] = row;
    const delimited = kind === 0 || isMessage(kind);
    if (repeated && !delimited && wire === Wire.DELIMITED) {
      const stop = reader.length() + reader.pos; // packed
      while (reader.pos < stop) (fields[name] as unknown[]).push(readOne(reader, kind));
    } else if (delimited !== (wire === Wire.DELIMITED)) {
      reader.skip(wire);
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
  return readFields(new Reader(bytes), of, bytes.length) as T;
}

export function toBinary<T>(of: Shape<T>, message: Partial<T>): Uint8Array<ArrayBuffer> {
  const writer = new Writer();
  for (const [no, name, kind, repeated] of of.rows) {
    const said = (message as Fields)[name];
    const values = repeated ? (said as unknown[] | undefined) ?? [] : said ? [said] : [];
    for (const value of values) {
      if (kind === 0) writer.tag(no, Wire.DELIMITED).delimited(new TextEncoder().encode(value as string));
      else if (isMessage(kind)) writer.tag(no, Wire.DELIMITED).delimited(toBinary(kind, value as Fields));
      else writer.tag(no, Wire.VARINT).varint(kind === 1 ? Number(value) : (value as bigint | number));
    }
  }
  return writer.finish();
}
