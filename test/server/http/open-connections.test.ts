import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { networks } from '../../../lib/server/http/client-address.ts';
import { createOpenConnections } from '../../../lib/server/http/open-connections.ts';

const MOST = { ofAddress: 2, ofProxy: 4, all: 6, spare: 2 };

class Fake extends EventEmitter {
  isOpen = true;
  readonly remoteAddress: string;
  constructor(remoteAddress: string) {
    super();
    this.remoteAddress = remoteAddress;
  }
  destroy(): this {
    this.isOpen = false;
    this.emit('close');
    return this;
  }
}

function opener() {
  const open = createOpenConnections(networks(['10.0.0.0/8']), MOST);
  const add = (address: string, times = 1): Fake[] =>
    Array.from({ length: times }, () => {
      const one = new Fake(address);
      open.add(one);
      return one;
    });
  const spare = (list: readonly Fake[]) => list.filter((one) => open.isSpare(one)).length;
  return { add, spare };
}

it.each([
  ['an address', ['192.0.2.1', '192.0.2.1'], ['192.0.2.1', '::ffff:192.0.2.1'], '192.0.2.2'],
  ['a network of 64 bits', ['2001:db8::1', '2001:db8::2'], ['2001:db8:0:0:a::1'], '2001:db8:0:1::1'],
])('counts by what is one client, %s', (_, own, more, other) => {
  const { add, spare } = opener();
  expect(spare(own.flatMap((one) => add(one)))).toBe(0);
  const beyond = more.flatMap((one) => add(one));
  expect(spare(beyond)).toBe(more.length);
  expect(spare(add(other))).toBe(0);
});

it('gives more to a proxy that is trusted', () => {
  const { add, spare } = opener();
  const own = add('10.1.2.3', MOST.ofProxy);
  expect(spare(own)).toBe(0);
  expect(spare(add('10.1.2.3'))).toBe(1);
  expect(spare(add('10.1.2.4'))).toBe(0);
});

it('counts all together, of whatever kind they are', () => {
  const { add, spare } = opener();
  expect(spare([...add('10.1.2.3', 4), ...add('192.0.2.1', 2)])).toBe(0);
  expect(spare(add('192.0.2.2'))).toBe(1);
});

it('always takes one more, for which the oldest of the spare ones goes', () => {
  const { add, spare } = opener();
  const own = add('192.0.2.1', 2);
  const beyond = add('192.0.2.1', 5);
  expect(beyond.map((one) => one.isOpen)).toEqual([false, false, false, true, true]);
  expect(spare(beyond)).toBe(2);
  expect(own.every((one) => one.isOpen)).toBe(true);
});

it('counts none that has closed', () => {
  const { add, spare } = opener();
  for (const one of add('192.0.2.1', 7)) one.destroy();
  expect(spare(add('192.0.2.1', 2))).toBe(0);
  expect(spare(add('192.0.2.1'))).toBe(1);
});
