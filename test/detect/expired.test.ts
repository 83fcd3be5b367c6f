import { describe, expect, it } from 'vitest';
import { expiredButHeld } from '../../lib/detect/expired.ts';
import { HOUR, played, T0 } from './builders.ts';

/** Renewed for a minute, then silent: last renewed at 60 s, expired at 75 s, a standby due at 75 + 4.4 × 2 s. */
function silent(over: Parameters<typeof played>[0] = {}) {
  const play = played(over);
  play.renew(60_000);
  return play;
}

describe('expired but held (§10: past L + 4.4 r + 2 s, since the expiry)', () => {
  it.each([
    [75_100, 'expired, and a standby has time yet', false],
    [85_700, 'just before the end of L + 4.4 r + 2 s', false],
    [85_900, 'just after it', true],
    [3_600_000, 'an hour later', true],
  ])('at %d ms: %s', (ms, _, found) => {
    expect(expiredButHeld(silent().sight(ms)) !== null).toBe(found);
  });
  it('says since when, by what, and how sure it is', () => {
    expect(expiredButHeld(silent().sight(90_000))).toMatchObject({
      rule: 'expired-but-held',
      key: 'apps/controller-lock',
      severity: 'critical',
      certainty: 'certain',
      subject: { namespace: 'apps', name: 'controller-lock', node: null, holder: 'a' },
      since: T0 + 75_000,
      until: null,
      evidence: { lastRenewalAt: T0 + 60_000, durationMs: 15_000, usualGapMs: 2000, ageCertain: true },
    });
  });
  it('begins with who holds it, for it may be read where nothing stands beside it', () => {
    const summary = /^Held by a, last renewed 30 s ago; its 15 s ran out, /;
    expect(expiredButHeld(silent().sight(90_000))?.summary).toMatch(summary);
  });
  it('says of a Pod that is gone in which namespace it was, for not everybody may know of it', () => {
    const goneHolder = {
      ...{ identity: 'a', namespace: 'payments', pod: 'p', uid: null },
      node: null,
      seenAt: T0,
    };
    expect(expiredButHeld({ ...silent().sight(90_000), goneHolder })?.evidence).toMatchObject({
      ...{ podGone: 'p', podGoneNamespace: 'payments' },
    });
  });
  it.each<[number, number | null, string, string]>([
    [90_000, 0, 'warning', 'who is started in its place waits for a whole duration'],
    [85_800 + 75_000, 0, 'warning', 'until it had the time to'],
    [85_800 + 76_000, 0, 'critical', 'and then'],
    [90_000, null, 'critical', 'somebody stood by'],
    [90_000, 61_000, 'critical', 'and fell with it'],
  ])('at %d ms, nobody else ready since %s: %s (%s)', (ms, few, severity) => {
    const standbys = {
      ...{ namespace: 'apps', ownerKind: 'ReplicaSet', ownerName: 'x', pods: 1, ready: 1 },
      fewSince: few === null ? null : T0 + few,
    };
    expect(expiredButHeld({ ...silent().sight(ms), standbys })?.severity).toBe(severity);
  });
  it('names whose rights to look at: a standby that may not write it takes nothing over', () => {
    const of = (account: string | null) =>
      expiredButHeld({ ...silent().sight(90_000), account })?.next.at(-1)?.command;
    expect(of(null)).toContain('--as=system:serviceaccount:apps:NAME');
    expect(of('system:serviceaccount:apps:web')).toBe(
      'kubectl auth can-i update leases/controller-lock -n apps --as=system:serviceaccount:apps:web',
    );
  });
  it('is over with a renewal, and with a takeover', () => {
    const renewed = silent();
    renewed.write(90_000);
    expect(expiredButHeld(renewed.sight(90_100))).toBeNull();
    const taken = silent();
    taken.take(90_000, 'b');
    expect(expiredButHeld(taken.sight(90_100))).toBeNull();
  });
  it('says nothing before the watch was proved to the expiry (§10, "prove the watch")', () => {
    const play = silent();
    const sight = play.sight(70_000);
    play.book.sweep(T0 + 90_000);
    expect(play.tracked().state).toBe('late');
    expect(expiredButHeld({ ...sight, now: T0 + 90_000 })).toBeNull();
  });
  it('without a known gap waits for a third of L in its place', () => {
    const play = played();
    expect(expiredButHeld(play.sight(38_900))).toBeNull();
    expect(expiredButHeld(play.sight(39_100))).not.toBeNull();
  });
  it('is none of a heartbeat (§4), and none of what nobody holds', () => {
    const node = played({
      namespace: 'kube-node-lease',
      name: 'n1',
      holder: 'n1',
      transitions: null,
      acquiredAt: null,
    });
    expect(expiredButHeld(node.sight(600_000))).toBeNull();
    const released = silent();
    released.release(61_000);
    expect(expiredButHeld(released.sight(600_000))).toBeNull();
  });
  it('after a day it informs, for client-go never deletes Leases; but not of the control plane', () => {
    expect(expiredButHeld(silent().sight(25 * HOUR))?.severity).toBe('info');
    const scheduler = silent({ namespace: 'kube-system', name: 'kube-scheduler' });
    expect(expiredButHeld(scheduler.sight(25 * HOUR))?.severity).toBe('critical');
  });
});
