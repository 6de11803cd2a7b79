// SPDX-License-Identifier: GPL-3.0-or-later
// What protobuf's encoding is made of (protobuf.dev/programming-guides/encoding): varints and delimited bytes. The library's own
// reader and writer bring 64-bit integers and groups of their own, a tenth of all that the page may weigh; tests compare the two.

export const Wire = { VARINT: 0, FIXED64: 1, DELIMITED: 2, FIXED32: 5 } as const;

const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const exactBytes = 7; // 49 bits: a number holds them

export class Reader {
  pos = 0;
  constructor(private readonly bytes: Uint8Array) {}

  tag(): [no: number, wire: number] {
    const tag = this.length();
    return [Math.floor(tag / 8), tag % 8];
  }
  /** Two's complement of 64 bits. */
  int64(): number | bigint {
    let value = 0;
    for (let i = 0, scale = 1; i < exactBytes; i++, scale *= 128) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    let wide = BigInt(value);
    for (let shift = 49n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      wide |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asIntN(64, wide);
    }
    throw new RangeError('a number goes on and on');
  }
  int32(): number {
    return Number(BigInt.asIntN(32, BigInt(this.int64())));
  }
  length(): number {
    const value = this.int64();
    if (typeof value === 'bigint' || value > 0xffffffff) throw new RangeError('a length beyond all messages');
    return value;
  }
  string(): string {
    return text.decode(this.take(this.length()));
  }
  skip(wire: number): void {
    if (wire === Wire.VARINT) this.int64();
    else if (wire === Wire.DELIMITED) this.take(this.length());
    else if (wire === Wire.FIXED64 || wire === Wire.FIXED32) this.take(wire === Wire.FIXED64 ? 8 : 4);
    else throw new RangeError(`fields of kind ${wire} are not spoken`);
  }

  private byte(): number {
    return this.take(1)[0] ?? 0;
  }
  private take(length: number): Uint8Array {
    const begin = this.pos;
    this.pos += length;
    if (this.pos > this.bytes.length) throw new RangeError('a message is torn');
    return this.bytes.subarray(begin, this.pos);
  }
}

export class Writer {
  private readonly bytes: number[] = [];

  varint(value: number | bigint): this {
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest > 127n; rest >>= 7n) this.bytes.push(Number(rest & 127n) | 128);
    this.bytes.push(Number(rest));
    return this;
  }
  tag(no: number, wire: number): this {
    return this.varint(no * 8 + wire);
  }
  delimited(bytes: Uint8Array): void {
    this.varint(bytes.length);
    for (const byte of bytes) this.bytes.push(byte);
  }
  finish(): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(this.bytes);
  }
}
