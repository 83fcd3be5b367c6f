import { describe, expect, it } from 'vitest';
import { expiredButHeld } from '../../lib/detect/expired.ts';
import { type GoneHolder, holderGone } from '../../lib/detect/holder-gone.ts';
import { HOUR, played, T0 } from './builders.ts';

const GONE: GoneHolder = {
  identity: 'a',
  namespace: 'apps',
  pod: 'pod-a',
  uid: 'uid-a',
  node: 'node-1',
  seenAt: T0 + 50_000,
};

/** Renewed for a minute by `a`, and looked at `ms` after T0. */
function found(ms: number, gone: Partial<GoneHolder> | null = {}, over: Parameters<typeof played>[0] = {}) {
  const play = played(over);
  play.renew(60_000);
  const sight = { ...play.sight(ms), goneHolder: gone === null ? null : { ...GONE, ...gone } };
  return { gone: holderGone(sight), expired: expiredButHeld(sight) };
}

describe('holder’s Pod gone (§10: found before, and 404 now)', () => {
  it.each([
    [74_000, 'before its duration is over', false],
    [83_800, 'while a standby may take over in time (§2: every rollout without a release)', false],
    [86_700, 'past L + 4.4 r and a slow request', true],
    [HOUR, 'later', true],
  ])('at %d ms: %s', (ms, _, is) => expect(found(ms).gone !== null).toBe(is));

  it('says which Pod it was, and since when its Lease ran out', () => {
    expect(found(90_000).gone).toMatchObject({
      rule: 'holder-gone',
      key: 'apps/controller-lock',
      severity: 'warning',
      certainty: 'certain',
      since: T0 + 75_000,
      until: null,
      subject: { holder: 'a', node: 'node-1' },
      evidence: { pod: 'pod-a', podUid: 'uid-a', podSeenAt: T0 + 50_000 },
    });
  });
  it('never alone: what it explains says so too', () => {
    expect(found(90_000).expired?.summary).toContain('Pod does not exist any more');
    expect(found(90_000).expired?.evidence).toMatchObject({ podGone: 'pod-a' });
    expect(found(90_000, null).expired?.summary).toContain('cannot be seen');
  });
  it.each<[string, ReturnType<typeof found>]>([
    ['what is not known to be gone', found(90_000, null)],
    ['another identity', found(90_000, { identity: 'b' })],
    ['virtual IPs, held by nodes', found(90_000, {}, { name: 'plndr-cp-lock' })],
    ['a Lease without a duration', found(90_000, {}, { durationSeconds: null })],
  ])('not for %s', (_, { gone }) => expect(gone).toBeNull());

  it('informs of what is long past, but for the control plane', () => {
    expect(found(26 * HOUR).gone?.severity).toBe('info');
    const scheduler = { namespace: 'kube-system', name: 'kube-scheduler' };
    const play = played(scheduler);
    play.renew(60_000);
    expect(holderGone({ ...play.sight(26 * HOUR), goneHolder: GONE })?.severity).toBe('warning');
  });
});
