import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { clientAddress, clientKey, isNetwork, networks } from '../../../lib/server/http/client-address.ts';

const trusted = networks(['10.0.0.7', '10.42.0.0/16', 'fd00::/8']);

describe('the address of a client', () => {
  test.each([
    ['203.0.113.9', undefined, '203.0.113.9'],
    ['::ffff:203.0.113.9', undefined, '203.0.113.9'],
    // From one who is not trusted it is anybody's word.
    ['203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['10.0.0.7', '198.51.100.1', '198.51.100.1'],
    ['::ffff:10.0.0.7', '198.51.100.1', '198.51.100.1'],
    // What the client itself sent stands further left.
    ['10.0.0.7', '127.0.0.1, 198.51.100.1', '198.51.100.1'],
    ['10.0.0.7', '1.1.1.1, 198.51.100.1, 10.42.3.4', '198.51.100.1'],
    ['10.0.0.7', '198.51.100.1:5123', '198.51.100.1'],
    ['fd00::1', '[2001:db8::5]:443', '2001:db8::5'],
    // No address: the last one that is.
    ['10.0.0.7', 'unknown', '10.0.0.7'],
    ['10.0.0.7', '198.51.100.1\r\nlevel: fatal', '10.0.0.7'],
    ['10.0.0.7', '', '10.0.0.7'],
    [undefined, '198.51.100.1', ''],
  ])('from %s, which says %j, is %s', (peer, said, expected) => {
    expect(clientAddress(peer, said, trusted)).toBe(expected);
  });

  it('cannot be chosen by who is not behind a trusted proxy, and is always one address', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.string(), (peer, said) => {
        expect(clientAddress(peer, said, networks([]))).toBe(peer);
        expect(clientAddress('10.0.0.7', `${said}, ${peer}`, networks(['10.0.0.7']))).toBe(
          peer === '10.0.0.7' ? expect.anything() : peer,
        );
      }),
    );
  });
});

test.each([
  ['198.51.100.1', '198.51.100.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::6', '2001:db8:1:2'],
  ['2001:db8::6', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
])('%s counts as %s', (address, key) => expect(clientKey(address)).toBe(key));

test.each(['10.0.0.0/8', '10.0.0.7', 'fd00::/8', '::1'])('%s is a network', (text) =>
  expect(isNetwork(text)).toBe(true),
);
test.each(['', 'ingress', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', '10.0.0', 'fd00::/129'])(
  '%j is none',
  (text) => expect(isNetwork(text)).toBe(false),
);
