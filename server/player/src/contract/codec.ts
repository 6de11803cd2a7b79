// SPDX-License-Identifier: GPL-3.0-or-later
// The contract's messages as the page holds them, and proto3's JSON mapping of them (REST, SSE, the page's bootstrap). What a
// message looks like comes from the tables in generated/contract.ts; binary.ts speaks protobuf's binary encoding.
// Unknown fields and unknown enum names are skipped, so that a newer server does not break an open page.

/** Enum: the names' shared prefix, then the names by number. */
type Names = readonly string[];
/** 0 string, 1 bool, 2 int64 as number, 3 int64 as bigint, 4 int32, an enum's names, or a message. */
export type Kind = 0 | 1 | 2 | 3 | 4 | Names | Shape<unknown>;
type Row = readonly [no: number, name: string, kind: Kind, repeated?: 1];
export interface Shape<T> {
  readonly rows: readonly Row[];
  readonly of?: T; // never set: carries the type
}
export type Fields = Record<string, unknown>;

export function shape<T>(rows: readonly Row[]): Shape<T> {
  return { rows };
}

export const isMessage = (kind: Kind): kind is Shape<unknown> => typeof kind === 'object' && 'rows' in kind;

/** The message with nothing said. */
export function empty<T>(of: Shape<T>): T {
  const fields: Fields = {};
  for (const [, name, kind, repeated] of of.rows) {
    if (repeated) fields[name] = [];
    else if (!isMessage(kind)) fields[name] = kind === 0 ? '' : kind === 1 ? false : kind === 3 ? 0n : 0;
  }
  return fields as T;
}

export function whole(value: bigint | number | string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${String(value)} is not a whole number the page can count with`);
  return number;
}

function readJson(kind: Kind, value: unknown): unknown {
  if (isMessage(kind)) return fromJson(kind, value);
  if (kind === 0) return typeof value === 'string' ? value : '';
  if (kind === 1) return value === true;
  if (kind === 3) return BigInt(value as string | number);
  if (kind === 2 || kind === 4) return whole(value as string | number);
  return typeof value === 'number' ? value : Math.max(0, kind.indexOf(String(value).slice(kind[0]?.length ?? 0), 1) - 1);
}

/** Throws on JSON that is no such message. */
export function fromJson<T>(of: Shape<T>, json: unknown): T {
  if (typeof json !== 'object' || json === null) throw new TypeError('a message is a JSON object');
  const fields = empty(of) as Fields;
  for (const [, name, kind, repeated] of of.rows) {
    const value = (json as Fields)[name];
    if (value === undefined || value === null) continue;
    fields[name] = repeated ? (value as unknown[]).map((v) => readJson(kind, v)) : readJson(kind, value);
  }
  return fields as T;
}

function writeJson(kind: Kind, value: unknown): unknown {
  if (isMessage(kind)) return toJson(kind, value as Fields);
  if (kind === 2 || kind === 3) return String(value);
  return typeof kind === 'object' ? (kind[0] ?? '') + (kind[(value as number) + 1] ?? '') : value;
}

export function toJson<T>(of: Shape<T>, message: Partial<T>): unknown {
  const json: Fields = {};
  for (const [, name, kind, repeated] of of.rows) {
    const said = (message as Fields)[name];
    if (repeated ? (said as unknown[] | undefined)?.length : said) {
      json[name] = repeated ? (said as unknown[]).map((v) => writeJson(kind, v)) : writeJson(kind, said);
    }
  }
  return json;
}
