import { describe, expect, it, test } from 'vitest';
import type { Alert } from '../../lib/alert/alert.ts';
import { EXPLAINS, rootsAmong } from '../../lib/alert/roots.ts';
import type { Finding, Rule, Subject } from '../../lib/detect/finding.ts';
import { about, everywhere, finding, firing, T0 } from './builders.ts';

const rootOf = (of: Finding, ...others: Finding[]) => {
  const alert = firing(of);
  const root = rootsAmong([alert, ...others.map((one) => firing(one))])(alert);
  return root?.split('@')[0] ?? null;
};

describe('what is only a consequence (§10)', () => {
  const slow = everywhere('slow-renewals');
  test.each<[Rule, Finding, string]>([
    ['expired-but-held', slow, 'slow-renewals:all'],
    ['vacant', slow, 'slow-renewals:all'],
    ['node-heartbeat-late', slow, 'slow-renewals:all'],
    ['apiserver-silent', slow, 'slow-renewals:all'],
    ['headroom-low', slow, 'slow-renewals:all'],
    ['flapping', slow, 'slow-renewals:all'],
    ['clock-skew', everywhere('clock-skew'), 'clock-skew:all'],
    ['clock-step', everywhere('clock-step'), 'clock-step:all'],
    ['clock-step', slow, 'slow-renewals:all'],
    ['headroom-low', about('a', 'duration-invalid'), 'duration-invalid:apps/a'],
    ['dual-leadership', about('a', 'flapping'), 'flapping:apps/a'],
    ['early-takeover', about('a', 'dual-leadership'), 'dual-leadership:apps/a'],
    ['early-takeover', about('a', 'flapping'), 'flapping:apps/a'],
    ['former-holder-running', about('a', 'early-takeover'), 'early-takeover:apps/a'],
    ['holder-gone', about('a', 'expired-but-held'), 'expired-but-held:apps/a'],
    ['no-standby', about('a', 'expired-but-held'), 'expired-but-held:apps/a'],
    ['no-standby', about('a', 'vacant'), 'vacant:apps/a'],
  ])('%s by %o', (rule, by, root) => expect(rootOf(about('a', rule), by)).toBe(root));

  test.each<[Rule, Finding]>([
    ['clock-skew', slow],
    ['early-takeover', slow],
    ['slow-renewals', slow],
    ['early-takeover', about('b', 'flapping')],
    ['no-standby', about('b', 'vacant')],
    ['expired-but-held', everywhere('tenure')],
  ])('%s is not by %o', (rule, by) => expect(rootOf(about('a', rule), by)).toBeNull());

  it('began with its root, or after it', () => {
    expect(rootOf(about('a', 'vacant'), everywhere('slow-renewals', { since: T0 + 60_000 }))).not.toBeNull();
    expect(rootOf(about('a', 'vacant'), everywhere('slow-renewals', { since: T0 + 60_001 }))).toBeNull();
    expect(rootOf(about('a', 'vacant'), everywhere('slow-renewals', { since: T0 - 1e9 }))).not.toBeNull();
  });

  it('is one clock however much later others tell of it, where the clock is known', () => {
    const own = finding({
      rule: 'clock-step',
      subject: { namespace: 'apps', name: 'a', node: 'n1', holder: 'x' },
    });
    const later = { rule: 'clock-step', since: T0 + 290_000 } as const;
    const of = (subject: Partial<Subject>) => finding({ ...later, key: 'shared', subject });
    expect(rootOf(own, of({ node: 'n1' }))).toBe('clock-step:shared');
    expect(rootOf(own, of({ holder: 'x' }))).toBe('clock-step:shared');
    expect(rootOf(own, of({ node: 'n2' }))).toBeNull();
    expect(rootOf(own, of({}))).toBeNull();
  });

  it('lies under the uppermost, in whatever order they are given', () => {
    const chain = [about('a', 'dual-leadership'), about('a', 'flapping'), slow];
    for (const others of [chain, chain.toReversed()])
      expect(rootOf(about('a', 'early-takeover'), ...others)).toBe('slow-renewals:all');
  });

  it('lies under the same of two that began at once, also in another run', () => {
    const two = [everywhere('slow-renewals', { key: 'x' }), everywhere('slow-renewals', { key: 'y' })];
    for (const others of [two, two.toReversed()])
      expect(rootOf(about('a', 'vacant'), ...others)).toBe('slow-renewals:x');
  });

  it('is where the trouble is, when that is one node or one holder', () => {
    const held = (node: string | null, holder: string) =>
      finding({ subject: { namespace: 'apps', name: 'a', node, holder } });
    const onNode = finding({ rule: 'slow-renewals', key: 'node', subject: { node: 'n1' } });
    expect(rootOf(held('n1', 'x'), onNode)).toBe('slow-renewals:node');
    expect(rootOf(held('n2', 'x'), onNode)).toBeNull();
    expect(rootOf(held(null, 'x'), onNode)).toBeNull();
    const uuid = (digit: string) => `${digit.repeat(8)}-1111-1111-1111-${digit.repeat(12)}`;
    const ofHolder = finding({ rule: 'slow-renewals', key: 'holder', subject: { holder: `h_${uuid('a')}` } });
    expect(rootOf(held(null, `h_${uuid('b')}`), ofHolder)).toBe('slow-renewals:holder');
    expect(rootOf(held(null, `i_${uuid('b')}`), ofHolder)).toBeNull();
  });
});

describe('many nodes whose heartbeats stopped at once', () => {
  const nodes = everywhere('slow-renewals', { key: 'nodes' });
  const late = (sinceMs: number) =>
    finding({
      ...{ rule: 'node-heartbeat-late', since: T0 + sinceMs },
      subject: { namespace: 'kube-node-lease', name: 'n9', node: 'n9', holder: 'n9' },
    });
  test.each<Rule>([
    'expired-but-held',
    'vacant',
    'apiserver-silent',
    'headroom-low',
    'flapping',
    'clock-step',
  ])('explain no %s: elections go on', (rule) => {
    expect(rootOf(about('a', rule), nodes)).toBeNull();
    expect(rootOf(about('a', rule, { since: T0 + 2 * 86_400_000 }), nodes)).toBeNull();
  });
  it('explain a heartbeat that stopped with theirs, and none that stopped at another time', () => {
    for (const ms of [-60_000, 0, 60_000]) expect(rootOf(late(ms), nodes)).toBe('slow-renewals:nodes');
    for (const ms of [-60_001, 60_001, 2 * 86_400_000]) expect(rootOf(late(ms), nodes)).toBeNull();
  });
  it('hide no other root, though they were there long before it', () => {
    const slow = everywhere('slow-renewals', { key: 'cluster', since: T0 + 3_600_000 });
    expect(rootOf(about('a', 'vacant', { since: T0 + 3_610_000 }), nodes, slow)).toBe(
      'slow-renewals:cluster',
    );
    expect(rootOf(late(3_640_000), nodes, slow)).toBe('slow-renewals:cluster');
  });
  it('lie under elections that are late too, and began no later', () => {
    const slow = (since: number) => everywhere('slow-renewals', { key: 'cluster', since });
    expect(rootOf(nodes, slow(T0 - 40_000))).toBe('slow-renewals:cluster');
    expect(rootOf(nodes, slow(T0 + 2 * 86_400_000))).toBeNull();
    expect(rootOf(slow(T0), nodes)).toBeNull();
    expect(rootOf(late(0), nodes, slow(T0 - 40_000))).toBe('slow-renewals:cluster');
  });
});

describe('when the root is over', () => {
  const under = (rule: Rule, rootId: string) => {
    const alert = firing(about('a', rule), { rootId });
    return rootsAmong([alert])(alert);
  };
  it('what is judged by the past stays explained', () => {
    expect(under('headroom-low', 'slow-renewals:all@1')).toBe('slow-renewals:all@1');
    expect(under('clock-step', 'slow-renewals:all@1')).toBe('slow-renewals:all@1');
    expect(under('flapping', 'slow-renewals:all@1')).toBe('slow-renewals:all@1');
    expect(under('early-takeover', 'flapping:apps/a@1')).toBe('flapping:apps/a@1');
  });
  it('what is still so is told', () => {
    expect(under('expired-but-held', 'slow-renewals:all@1')).toBeNull();
    expect(under('early-takeover', 'dual-leadership:apps/a@1')).toBeNull();
  });
});

describe('the table', () => {
  it('explains nothing by itself, in any number of steps', () => {
    const others = EXPLAINS.filter(({ rule, by }) => rule !== by);
    const above = (rule: Rule): Rule[] => others.filter((one) => one.rule === rule).map(({ by }) => by);
    const reaches = (from: Rule, to: Rule, steps = 0): boolean =>
      steps > EXPLAINS.length || above(from).some((by) => by === to || reaches(by, to, steps + 1));
    for (const { rule } of EXPLAINS) expect([rule, reaches(rule, rule)]).toEqual([rule, false]);
    for (const { rule, of } of EXPLAINS.filter((one) => one.rule === one.by)) {
      expect(of).toBe('shared');
      expect(rootOf(everywhere(rule), everywhere(rule, { key: 'another', since: T0 - 1 }))).toBeNull();
      expect(rootOf(about('a', rule), about('b', rule, { since: T0 - 1 }))).toBeNull();
    }
  });

  it('is asked in linear time: each finding is looked at a few times, however many there are', () => {
    let looks = 0;
    const counted = (of: Finding): Alert => {
      const alert = firing(of);
      return Object.defineProperty({ ...alert }, 'finding', {
        get() {
          looks += 1;
          return of;
        },
      });
    };
    const looksFor = (count: number): number => {
      looks = 0;
      const all = Array.from({ length: count }, (_, index) =>
        counted(about(`a${index}`, 'expired-but-held')),
      );
      const root = counted(everywhere('slow-renewals'));
      const rootFor = rootsAmong([...all, root]);
      for (const alert of all) rootFor(alert);
      return looks / count;
    };
    expect(looksFor(5000)).toBeLessThan(12);
  });
});
