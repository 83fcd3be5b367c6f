import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../lib/alert/alert.ts';
import { type Finding, RULES } from '../../../lib/detect/finding.ts';
import { seenAlerts as seenBy } from '../../../lib/server/seen/seen-alerts.ts';
import type { Sight } from '../../../lib/server/sight.ts';
import { finding, firing } from '../../alert/builders.ts';

const NAMESPACES = ['a', 'b', 'node', 'holder'];
const HIDDEN = 'marker';
const seenAlerts = (all: readonly Alert[], sight: Sight, byNode: string[] = []) =>
  seenBy(all, sight, new Set(byNode));

/** Says its namespace in every text, or a marker where it is of the cluster, a node or a holder. */
function told(rule: Finding['rule'], key: string, namespace: string | null, title: string): Finding {
  const word = namespace === null ? HIDDEN : `<${namespace}>`;
  return finding({
    ...{ rule, key, title, summary: word, evidence: { word } },
    subject: namespace === null ? {} : { namespace, name: 'x' },
    next: [{ text: word, command: word }],
  });
}

const ofLease = fc
  .tuple(fc.constantFrom(...RULES), fc.constantFrom(...NAMESPACES))
  .map(([rule, namespace]) => told(rule, `${namespace}/x`, namespace, `<${namespace}>`));
const ofCluster = fc
  .constantFrom('slow-renewals' as const, 'clock-skew' as const, 'clock-step' as const)
  .map((rule) => told(rule, 'cluster', null, 'all of it'));
const ofPlace = fc
  .constantFrom('node/y', 'holder/y', 'receiver/y')
  .map((key) => told('slow-renewals', key, null, HIDDEN));
const roots = fc.constantFrom(
  null,
  'slow-renewals:cluster@1',
  'slow-renewals:node/y@1',
  'clock-skew:holder/y@1',
  'slow-renewals:node/marker@1',
);
const alerts = fc.array(
  fc
    .tuple(fc.oneof(ofLease, ofCluster, ofPlace), roots)
    .map(([about, rootId]): Alert => firing(about, { rootId })),
);

describe('what to do about an alert that is seen', () => {
  it('leaves out what names the account of a Pod of another namespace', () => {
    const as = (who: string) => ({ text: who, command: `kubectl auth can-i update leases/x --as=${who}` });
    const account = (namespace: string) => as(`system:serviceaccount:${namespace}:app`);
    const next = [
      account('apps'),
      account('other'),
      as("'system:serviceaccount:other:app'"),
      account('NAMESPACE'),
    ];
    const one = finding({ subject: { namespace: 'apps', name: 'x' }, next });
    expect(seenAlerts([firing(one)], new Set(['apps']))[0]?.finding.next).toEqual([next[0], next[3]]);
  });
});

describe('the node of an alert that is seen', () => {
  const of = (namespace: string) => {
    const one = finding({ subject: { namespace, name: 'x', node: 'n' } });
    return seenAlerts([firing(one)], new Set([namespace]))[0]?.finding.subject.node;
  };
  it('is told of a heartbeat, and not where a holder says that it runs', () =>
    expect([of('kube-node-lease'), of('apps')]).toEqual(['n', null]));
});

describe('alerts that are seen', () => {
  it('say nothing of other namespaces, nor of nodes and holders', () =>
    fc.assert(
      fc.property(alerts, fc.subarray(NAMESPACES), (all, namespaces) => {
        const text = JSON.stringify(seenAlerts(all, new Set(namespaces)));
        expect(text).not.toContain(HIDDEN);
        for (const namespace of NAMESPACES)
          if (!namespaces.includes(namespace)) expect(text).not.toContain(`<${namespace}>`);
      }),
    ));
  it('are all of those about Leases that are seen, as they are but for a root that is not', () =>
    fc.assert(
      fc.property(alerts, fc.subarray(NAMESPACES), (all, namespaces) => {
        const own = ({ finding: { subject } }: Alert) =>
          subject.namespace !== null && namespaces.includes(subject.namespace);
        const rootless = (alert: Alert) => ({ ...alert, rootId: null });
        const seen = seenAlerts(all, new Set(namespaces)).filter(own);
        expect(seen.map(rootless)).toEqual(all.filter(own).map(rootless));
      }),
    ));
  it('keep a root that is about the same Lease, or about the cluster', () => {
    const mine = (rootId: string) =>
      firing(told('no-standby', 'a/x', 'a', ''), { rootId: `${rootId}@1800000000000` });
    const rootOf = (rootId: string) => seenAlerts([mine(rootId)], new Set(['a']))[0]?.rootId ?? null;
    expect(rootOf('expired-but-held:a/x')).not.toBeNull();
    expect(rootOf('dual-leadership:a/x/uid@5')).not.toBeNull();
    expect(rootOf('slow-renewals:cluster')).not.toBeNull();
    expect(rootOf('slow-renewals:node/n')).toBeNull();
    expect(rootOf('expired-but-held:a/xy')).toBeNull();
  });
  it('of Tenure itself say what is wrong, and not by what', () => {
    const store = finding({
      rule: 'tenure',
      key: 'store',
      title: 'The history',
      subject: {},
      summary: HIDDEN,
    });
    const feed = finding({ rule: 'tenure', key: 'feed/*/forbidden', title: 'Refused', subject: {} });
    const receiver = finding({ rule: 'tenure', key: 'slack/host', title: HIDDEN, subject: {} });
    const seen = seenAlerts(
      [store, feed, receiver].map((one) => firing(one)),
      new Set(),
    );
    expect(seen.map((alert) => alert.finding.title)).toEqual(['The history', 'Refused']);
    expect(JSON.stringify(seen)).not.toContain(HIDDEN);
  });
  it('are the very list for who sees everything', () => {
    const all = [firing(told('vacant', 'a/x', 'a', ''))];
    expect(seenAlerts(all, null)).toBe(all);
  });

  it('that a Pod of another namespace has a part in are told as they are without', () => {
    const without = told('expired-but-held', 'a/x', 'a', 'of x');
    const by = (namespace: string, other: Finding | null) =>
      firing({ ...without, summary: HIDDEN, elsewhere: { namespaces: [namespace], without: other } });
    const [own, other, ...rest] = seenAlerts(
      [by('a', without), by('b', without), by('b', null)],
      new Set(['a']),
    );
    expect(own?.finding.summary).toBe(HIDDEN);
    expect(other?.finding).toEqual(without);
    expect(rest).toEqual([]);
  });

  it('that were found by a Pod of another namespace, as earlier versions kept them, are not told', () => {
    const by = (podNamespace: string) =>
      firing({ ...told('no-standby', 'a/x', 'a', 'of x'), evidence: { podNamespace } });
    const [own, other] = [by('a'), by('b')];
    expect(seenAlerts([own, other], new Set(['a']))).toEqual([own]);
  });

  it('say nothing of a Pod that is gone, as earlier versions kept it, but to those who see its namespace', () => {
    const gone = (where: Record<string, string>) =>
      firing({
        ...told('expired-but-held', 'a/x', 'a', 'of x'),
        summary: HIDDEN,
        evidence: { podGone: HIDDEN, ...where },
      });
    for (const where of [{ podGoneNamespace: 'b' }, {}]) {
      const seen = seenAlerts([gone(where)], new Set(['a']));
      expect(seen).toHaveLength(1);
      expect(JSON.stringify(seen)).not.toContain(HIDDEN);
    }
    expect(seenAlerts([gone({ podGoneNamespace: 'b' })], new Set(['a', 'b']))).toMatchObject([
      { finding: { summary: HIDDEN, evidence: { podGone: HIDDEN } } },
    ]);
  });

  it('do not say that they are silenced by the node that their holder runs on', () => {
    const silenced = (silencedBy: string) => firing(told('vacant', 'a/x', 'a', ''), { silencedBy });
    const all = [silenced('by-node'), silenced('other'), silenced('annotation')];
    const seen = seenAlerts(all, new Set(['a']), ['by-node']);
    expect(seen.map(({ silencedBy }) => silencedBy)).toEqual([null, 'other', 'annotation']);
    expect(seenAlerts(all, null, ['by-node'])).toBe(all);
  });
});
