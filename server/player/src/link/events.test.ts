// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from 'vitest';
import { EventStreamReader } from './events.ts';

const stream = 'retry: 2000\n\nevent: snapshot\ndata: {"seq":"1"}\n\nid: e:1:0\n\n:\n\ndata: a\ndata: b\r\n\r\ndata:c\n\n';
const expected = [{ event: 'snapshot', data: '{"seq":"1"}' }, { event: 'message', data: 'a\nb' }, { event: 'message', data: 'c' }];

test('an event stream is cut where the standard says, in whatever pieces it comes', () => {
  for (let size = 1; size <= stream.length; size++) {
    const reader = new EventStreamReader();
    const heard = [];
    for (let at = 0; at < stream.length; at += size) heard.push(...reader.take(stream.slice(at, at + size)));
    expect(heard, `pieces of ${size}`).toEqual(expected);
  }
});
