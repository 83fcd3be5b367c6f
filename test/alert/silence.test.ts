import { describe, expect, it, test } from 'vitest';
import { type Matcher, matches, type Silence } from '../../lib/alert/silence.ts';
import { finding, T0 } from './builders.ts';

const alert = {
  finding: finding({
    rule: 'vacant',
    severity: 'warning',
    subject: { namespace: 'kube-system', name: 'a.b-lock', node: null, holder: 'pod-1_x' },
  }),
};
const silence = (matchers: Matcher[], over: Partial<Silence> = {}): Silence => ({
  id: 's',
  matchers,
  from: T0,
  until: T0 + 1000,
  author: 'me',
  comment: 'maintenance',
  ...over,
});

describe('a matcher', () => {
  test.each<[Matcher['field'], string, boolean]>([
    ['rule', 'vacant', true],
    ['rule', 'vacan', false],
    ['severity', 'warning', true],
    ['namespace', 'kube-*', true],
    ['namespace', '*system', true],
    ['namespace', 'kube-*-system', false],
    ['namespace', 'kube*-system', true],
    ['namespace', 'KUBE-SYSTEM', false],
    ['name', 'a.b*lock', true],
    ['name', 'a?b-lock', false],
    ['name', 'a.b-lock*', true],
    ['name', '*', true],
    ['name', '**', true],
    ['name', '*lock*lock', false],
    ['name', '', false],
    ['name', 'a.b-lo*ock', false],
    ['holder', 'pod-1_*', true],
    // What does not say where it is matches no place, not even any.
    ['node', '*', false],
  ])('%s = %s: %s', (field, value, fits) => expect(matches(silence([{ field, value }]), alert)).toBe(fits));

  it('is one of several that all have to match; without any nothing does', () => {
    const rule: Matcher = { field: 'rule', value: 'vacant' };
    expect(matches(silence([rule, { field: 'name', value: 'a*' }]), alert)).toBe(true);
    expect(matches(silence([rule, { field: 'name', value: 'b*' }]), alert)).toBe(false);
    expect(matches(silence([]), alert)).toBe(false);
  });

  it('bears what a hostile one is made of', () => {
    const long = { finding: finding({ subject: { namespace: 'a'.repeat(5000), name: 'b' } }) };
    const value = `${'a*'.repeat(2000)}b`;
    expect(matches(silence([{ field: 'namespace', value }]), long)).toBe(false);
  });
});

it('makes the pattern of a matcher once, however many alerts it is looked at for', () => {
  let read = 0;
  const matcher: Matcher = {
    field: 'name',
    get value() {
      read += 1;
      return 'a.*';
    },
  };
  for (let times = 0; times < 3; times++) expect(matches(silence([matcher]), alert)).toBe(true);
  expect(read).toBe(1);
});
