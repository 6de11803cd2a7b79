// SPDX-License-Identifier: GPL-3.0-or-later
// The page's small codec against the reference implementation, on messages made at random from the contract itself.
import { readFileSync } from 'node:fs';
import {
  create, createFileRegistry, fromBinary as referenceFromBinary, ScalarType, toBinary as referenceToBinary, toJson as referenceToJson,
  type DescField, type DescMessage, type Message,
} from '@bufbuild/protobuf';
import { reflect, type ReflectMessage } from '@bufbuild/protobuf/reflect';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { describe, expect, test } from 'vitest';
import * as contract from '../../generated/contract.ts';
import { fromBinary, toBinary } from './binary.ts';
import { empty, fromJson, toJson, type Shape } from './codec.ts';

const registry = createFileRegistry(
  referenceFromBinary(FileDescriptorSetSchema, readFileSync(new URL('../../generated/contract.bin', import.meta.url))),
);

const unread = JSON.parse(readFileSync(new URL('../../contract/unread.json', import.meta.url), 'utf8')) as string[];
const local = (typeName: string): string => typeName.replace('vitrine.v1.', '').replaceAll('.', '');

function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0; // mulberry32
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const texts = ['', 'Mug', 'Größe — 大きさ', '👩🏽‍🎨 e\u0301', 'x'.repeat(300)];

function scalarOf(field: DescField, random: () => number): unknown {
  if (field.enum) return field.enum.values[Math.floor(random() * field.enum.values.length)]?.number ?? 0;
  switch (field.scalar) {
    case ScalarType.STRING: return texts[Math.floor(random() * texts.length)];
    case ScalarType.BOOL: return random() < 0.5;
    case ScalarType.INT32: return Math.floor((random() - 0.5) * 2 ** 32);
    default: {
      const wide = field.parent.name === 'Money' ? 2 ** 62 : Number.MAX_SAFE_INTEGER;
      return BigInt(Math.floor((random() * 2 - 1) * wide * random() ** 8));
    }
  }
}

function fill(message: ReflectMessage, random: () => number): void {
  for (const field of message.desc.fields) {
    if (random() < 0.35 || unread.includes(`${local(message.desc.typeName)}.${field.name}`)) continue;
    const child = (of: DescMessage): Message => {
      const inner = reflect(of, create(of));
      fill(inner, random);
      return inner.message;
    };
    if (field.fieldKind === 'list') {
      for (let n = Math.floor(random() * 4); n > 0; n--) {
        message.get(field).add(field.listKind === 'message' ? reflect(field.message, child(field.message)) : scalarOf(field, random));
      }
    } else if (field.fieldKind === 'message') message.set(field, reflect(field.message, child(field.message)));
    else if (field.fieldKind !== 'map') message.set(field, scalarOf(field, random));
  }
}

const shapes = Object.entries(contract).filter((e): e is [string, Shape<object>] => typeof e[1] === 'object' && 'rows' in e[1]);

function descriptorOf(name: string): DescMessage {
  for (const kind of registry) {
    if (kind.kind === 'message' && local(kind.typeName) === name) return kind;
  }
  throw new Error(`${name} is not in the contract`);
}

describe('every message of the contract, against @bufbuild/protobuf', () => {
  test.each(shapes)('%s', (name, shape) => {
    const desc = descriptorOf(name);
    for (let seed = 1; seed <= 200; seed++) {
      const made = reflect(desc, create(desc));
      fill(made, randomFrom(seed));
      const bytes = referenceToBinary(desc, made.message);
      const json = referenceToJson(desc, made.message);
      const read = fromBinary(shape, bytes);
      expect(read, `seed ${seed}: both forms say the same`).toEqual(fromJson(shape, json));
      expect(referenceToJson(desc, referenceFromBinary(desc, toBinary(shape, read))), `seed ${seed}: binary back`).toEqual(json);
      expect(toJson(shape, read), `seed ${seed}: JSON back`).toEqual(json);
    }
  });
});

describe('what a page may meet', () => {
  test('fields and enum names of a newer server are passed over', () => {
    const bytes = Uint8Array.from([...toBinary(contract.GuestRequest, { name: 'Ada' }), 0xf8, 0x07, 0x05, 0xfa, 0x07, 0x01, 0x41]);
    expect(fromBinary(contract.GuestRequest, bytes)).toEqual({ name: 'Ada', token: '' });
    expect(fromJson(contract.Show, { title: 'A', state: 'SHOW_STATE_ON_MARS', shiny: true })).toMatchObject({ title: 'A', state: 0 });
  });
  test('what is not said is there as nothing', () => {
    expect(empty(contract.Order)).toMatchObject({ id: '', lines: [], state: 0, createdUs: 0 });
    expect(empty(contract.Money).minor).toBe(0n);
  });
  test('torn bytes are an error, never a half message', () => {
    const whole = toBinary(contract.SayRequest, { commandId: 'c', showId: 's', text: 'hello' });
    for (let cut = 1; cut < whole.length; cut++) {
      if (cut === 3 || cut === 6) continue; // ends exactly between two fields: a shorter message
      expect(() => fromBinary(contract.SayRequest, whole.slice(0, cut)), `cut at ${cut}`).toThrow();
    }
  });
  test('noise never hangs and never breaks out', () => {
    const random = randomFrom(7);
    for (let i = 0; i < 3000; i++) {
      const noise = Uint8Array.from({ length: Math.floor(random() * 80) }, () => Math.floor(random() * 256));
      try {
        fromBinary(contract.ServerFrame, noise);
      } catch (fault) {
        expect(fault).toBeInstanceOf(Error);
      }
    }
  });
  test('integers that a number cannot hold are refused rather than rounded', () => {
    expect(() => fromJson(contract.Show, { createdUs: '9007199254740993' })).toThrow(RangeError);
    expect(fromJson(contract.Money, { minor: '9007199254740993', currency: 'EUR' }).minor).toBe(9007199254740993n);
  });
});
