import { describe, expect, it } from 'vitest';
import { noStandby, type Standbys } from '../../lib/detect/no-standby.ts';
import { HOUR, MINUTE, played, T0 } from './builders.ts';

const FEW: Standbys = {
  namespace: 'apps',
  ownerKind: 'ReplicaSet',
  ownerName: 'controller-6d4cf56db6',
  pods: 2,
  ready: 1,
  fewSince: T0,
};

function found(ms: number, standbys: Partial<Standbys> | null = {}, over: Parameters<typeof played>[0] = {}) {
  return noStandby({
    ...played(over).sight(ms),
    standbys: standbys === null ? null : { ...FEW, ...standbys },
  });
}

describe('no standby (§10: fewer than two ready for 10 min)', () => {
  it.each([
    [10 * MINUTE, false],
    [10 * MINUTE + 1, true],
    [HOUR, true],
  ])('after %d ms: %s', (ms, is) => expect(found(ms) !== null).toBe(is));

  it('informs, and says how many there are', () => {
    expect(found(HOUR)).toMatchObject({
      rule: 'no-standby',
      key: 'apps/controller-lock',
      severity: 'info',
      certainty: 'likely',
      since: T0,
      until: null,
      evidence: { pods: 2, ready: 1, ownerName: 'controller-6d4cf56db6' },
    });
  });
  it.each([
    [{ pods: 1, ready: 1 }, 'Only 1 Pod runs of ReplicaSet controller-6d4cf56db6, for 1 h at least.'],
    [{ pods: 3, ready: 1 }, 'Only 1 of 3 Pods is ready of ReplicaSet'],
    [{ pods: 3, ready: 0 }, 'None of 3 Pods is ready of ReplicaSet'],
    [{ pods: 1, ready: 0 }, 'Only 1 Pod runs, which is not ready, of'],
    [{ pods: 0, ready: 0 }, 'No Pod runs of'],
  ])('%o reads "%s"', (standbys, words) => expect(found(HOUR, standbys)?.summary).toContain(words));

  it.each<[string, ReturnType<typeof found>]>([
    ['what is not known', found(HOUR, null)],
    ['two that are ready', found(HOUR, { ready: 2, fewSince: null })],
    ['a Lease that nobody holds', found(HOUR, {}, { holder: '' })],
    ['a heartbeat', found(HOUR, {}, { acquiredAt: null, transitions: null, name: 'beat' })],
  ])('not for %s', (_, finding) => expect(finding).toBeNull());
});
