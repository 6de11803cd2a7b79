#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
// A protoc plugin: the messages the page speaks as TypeScript types and one small table per message, which
// src/contract/codec.ts reads for both the binary and the JSON mapping. protoc-gen-es would do the same with its
// reflection at 27 kB gz, which is the whole page's budget; tests compare the two (src/contract/codec.test.ts).
import { readFileSync } from 'node:fs';
import { ScalarType } from '@bufbuild/protobuf';
import { createEcmaScriptPlugin, runNodeJs } from '@bufbuild/protoplugin';

// What the page reads and writes; everything these hold comes along.
const roots = [
  'ClientFrame', 'ServerFrame', 'ShowSnapshot', 'ShowEvent', 'Problem', 'Session', 'GuestRequest', 'SayRequest', 'ChatLine',
  'HoldRequest', 'Hold', 'ReleaseHoldRequest', 'JoinWaitlistRequest', 'WaitlistPlace', 'PayRequest', 'ConfirmPaymentRequest', 'Order',
  'PaymentGateway', 'CancelOrderRequest', 'Cart', 'SetCartLineRequest', 'RenewCartLineRequest', 'MergeCartRequest', 'MergeCartResponse',
  'BuyNowRequest', 'Profile', 'SaveAddressRequest', 'DeleteAddressRequest', 'ForgetMethodRequest', 'MyOrders',
  'EnterDropRequest', 'Draw', 'CheckCouponRequest', 'CouponCheck', 'GetPricesResponse', 'ChooseCurrencyRequest', 'ChooseCurrencyResponse',
  'SignInCodeRequest', 'SignInCodeResponse', 'CodeSignInRequest', 'SignOutRequest', 'SignOutResponse',
];

// Fields that nothing on the page reads or says: left out of its tables, which every viewer loads. The codec passes over them as
// over what is newer than the page.
const unread = JSON.parse(readFileSync(new URL('unread.json', import.meta.url), 'utf8'));

const local = (desc) => desc.typeName.replace('vitrine.v1.', '').replaceAll('.', '');
const fieldsOf = (message) => message.fields.filter((field) => !unread.includes(`${local(message)}.${field.name}`));

function reachable(messages) {
  const order = [];
  const open = new Set();
  const visit = (message) => {
    if (order.includes(message)) return;
    if (open.has(message)) throw new Error(`${message.typeName} holds itself: the page's tables cannot say that`);
    open.add(message);
    for (const field of fieldsOf(message)) if (field.message) visit(field.message);
    order.push(message);
  };
  for (const name of roots) {
    const found = messages.find((m) => local(m) === name);
    if (!found) throw new Error(`the contract has no message ${name}`);
    visit(found);
  }
  return order;
}

// Money's amounts stay exact beyond 2^53; every other integer is an instant, a count or a number and fits.
function scalar(field) {
  switch (field.scalar) {
    case ScalarType.STRING: return { type: 'string', kind: 0 };
    case ScalarType.BOOL: return { type: 'boolean', kind: 1 };
    case ScalarType.INT32: return { type: 'number', kind: 4 };
    case ScalarType.INT64:
      return field.parent.name === 'Money' ? { type: 'bigint', kind: 3 } : { type: 'number', kind: 2 };
    default: throw new Error(`${field.parent.typeName}.${field.name}: a kind of field the page's tables do not know`);
  }
}

function describe(field) {
  if (field.fieldKind === 'map') throw new Error(`${field.parent.typeName}.${field.name}: maps are not spoken`);
  const repeated = field.fieldKind === 'list';
  const base = field.message
    ? { type: local(field.message), kind: local(field.message) }
    : field.enum ? { type: local(field.enum), kind: `${local(field.enum)}Names` } : scalar(field);
  const optional = !repeated && (field.message !== undefined || field.oneof !== undefined);
  return {
    type: repeated ? `readonly ${base.type}[]` : base.type,
    optional,
    row: `[${field.number}, '${field.jsonName}', ${base.kind}${repeated ? ', 1' : ''}]`,
  };
}

const plugin = createEcmaScriptPlugin({
  name: 'protoc-gen-page',
  version: 'v1',
  generateTs(schema) {
    const files = [...schema.files];
    const nested = (m) => [m, ...m.nestedMessages.flatMap(nested)];
    const all = files.flatMap((f) => f.messages.flatMap(nested));
    const named = new Set(all.flatMap((m) => m.fields.map((f) => `${local(m)}.${f.name}`)));
    for (const field of unread) if (!named.has(field)) throw new Error(`unread.json: the contract has no ${field}`);
    const messages = reachable(all);
    const enums = [...new Set(messages.flatMap((m) => fieldsOf(m).map((f) => f.enum).filter(Boolean)))];
    const out = schema.generateFile('contract.ts');
    out.print('// SPDX-License-Identifier: GPL-3.0-or-later');
    out.print('// Made from server/api/vitrine/v1/*.proto by protoc-gen-page.');
    out.print(`import { shape } from '../src/contract/codec.ts';`);
    for (const e of enums) {
      const prefix = e.sharedPrefix?.toUpperCase() ?? '';
      if (e.values.some((v, i) => v.number !== i)) throw new Error(`${e.typeName}: values are expected to count from 0`);
      out.print(`export const ${local(e)} = { ${e.values.map((v) => `${v.name.slice(prefix.length)}: ${v.number}`).join(', ')} } as const;`);
      out.print(`export type ${local(e)} = number;`);
      out.print(`const ${local(e)}Names = ['${prefix}', ${e.values.map((v) => `'${v.name.slice(prefix.length)}'`).join(', ')}] as const;`);
    }
    for (const m of messages) {
      const fields = fieldsOf(m).map((f) => ({ name: f.jsonName, ...describe(f) }));
      out.print(`export interface ${local(m)} {`);
      for (const f of fields) out.print(`  readonly ${f.name}${f.optional ? '?' : ''}: ${f.type};`);
      out.print('}');
      out.print(`export const ${local(m)} = /*@__PURE__*/ shape<${local(m)}>([${fields.map((f) => f.row).join(', ')}]);`);
    }
  },
});

runNodeJs(plugin);
