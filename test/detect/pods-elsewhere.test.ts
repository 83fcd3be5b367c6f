import { describe, expect, it } from 'vitest';
import { deletedLease } from '../../lib/detect/deleted.ts';
import type { Finding } from '../../lib/detect/finding.ts';
import { judge } from '../../lib/detect/judge.ts';
import type { PodsSight } from '../../lib/detect/pods-elsewhere.ts';
import { DEFAULT_DETECT_SETTINGS, sameForAll } from '../../lib/detect/rule-settings.ts';
import { DEFAULT_THRESHOLDS } from '../../lib/detect/thresholds.ts';
import { handover, MINUTE, played, T0 } from './builders.ts';
import { clusterSight } from './cluster-builders.ts';

/** Expired a minute after T0, and judged by Pods of this namespace, or by none. */
function judged(namespace: string | null, settings = DEFAULT_DETECT_SETTINGS): Finding[] {
  const play = played();
  play.renew(60_000);
  const sight = play.sight(90_000);
  const pods: Partial<PodsSight> =
    namespace === null
      ? {}
      : {
          goneHolder: { identity: 'a', namespace, pod: 'pod-a', uid: 'u', node: 'n', seenAt: T0 },
          standbys: { namespace, ownerKind: 'ReplicaSet', ownerName: 'x', pods: 1, ready: 1, fewSince: T0 },
          account: `system:serviceaccount:${namespace}:operator`,
        };
  return judge(
    clusterSight({ now: sight.now, elections: [sight.lease] }),
    () => ({ ...sight, ...pods }),
    null,
    sameForAll(settings),
  );
}
const ofRule = (found: readonly Finding[], rule: Finding['rule']) => found.find((one) => one.rule === rule);

describe('what Pods of another namespace have a part in', () => {
  it('is found as without them, too', () => {
    const expired = ofRule(judged('other'), 'expired-but-held');
    expect(expired).toMatchObject({ severity: 'warning', evidence: { podGone: 'pod-a' } });
    expect(expired?.elsewhere).toEqual({
      namespaces: ['other'],
      without: ofRule(judged(null), 'expired-but-held'),
    });
    expect(expired?.elsewhere?.without?.severity).toBe('critical');
  });
  it('is nothing without them where it is about them alone', () => {
    expect(ofRule(judged('other'), 'holder-gone')?.elsewhere).toEqual({
      namespaces: ['other'],
      without: null,
    });
  });
  it('is found once where they are of the namespace of the Lease, or of none', () => {
    for (const namespace of ['apps', null])
      for (const finding of judged(namespace)) expect(finding).not.toHaveProperty('elsewhere');
  });
  it('is as bad as may be told, found either way', () => {
    const rules = {
      ...DEFAULT_DETECT_SETTINGS.rules,
      'expired-but-held': { enabled: true, atMost: 'info' as const },
    };
    const expired = ofRule(judged('other', { ...DEFAULT_DETECT_SETTINGS, rules }), 'expired-but-held');
    expect([expired?.severity, expired?.elsewhere?.without?.severity]).toEqual(['info', 'info']);
  });
  it('may be a Lease that was deleted', () => {
    const deleted = {
      ...handover(0, 'a', 'b', { cause: 'deleted', evidence: { usualDurationMs: 15_000 } }),
      to: null,
    };
    const found = (pod: { holderRuns: boolean | null; podNamespace: string | null }) =>
      deletedLease(
        { handover: deleted, class: 'controller', heldForMs: 60 * MINUTE, account: null, ...pod },
        { now: T0 + 2 * MINUTE, thresholds: DEFAULT_THRESHOLDS },
      );
    const uninstalled = found({ holderRuns: false, podNamespace: 'other' });
    expect(uninstalled?.severity).toBe('info');
    expect(uninstalled?.elsewhere).toEqual({
      namespaces: ['other'],
      without: found({ holderRuns: null, podNamespace: null }),
    });
    expect(found({ holderRuns: false, podNamespace: 'apps' })).not.toHaveProperty('elsewhere');
  });
});
