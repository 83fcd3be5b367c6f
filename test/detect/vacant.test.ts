import { describe, expect, it } from 'vitest';
import { vacant } from '../../lib/detect/vacant.ts';
import { HOUR, MINUTE, played, T0 } from './builders.ts';

/** Renewed for a minute and released: candidates take it within 2.2 × 2 s, and 5 s more are allowed. */
function released(over: Parameters<typeof played>[0] = {}) {
  const play = played(over);
  play.renew(60_000);
  play.release(61_000);
  return play;
}

describe('vacant (§10: empty for more than 2.2 r + 5 s)', () => {
  it.each([
    [65_400, 'the longest that a release takes (§2)', false],
    [70_300, 'just before 2.2 r + 5 s', false],
    [70_500, 'just after', true],
    [HOUR, 'an hour later', true],
  ])('at %d ms: %s', (ms, _, found) => {
    expect(vacant(released().sight(ms)) !== null).toBe(found);
  });
  it('says since when, who held it, and names missing rights with what to run', () => {
    const finding = vacant(released().sight(80_000));
    expect(finding).toMatchObject({
      rule: 'vacant',
      key: 'apps/controller-lock',
      severity: 'warning',
      certainty: 'certain',
      since: T0 + 61_000,
      until: null,
      evidence: { vacantSince: T0 + 61_000, previousHolder: 'a', usualGapMs: 2000 },
    });
    expect(finding?.summary).toContain('may not write it');
    expect(finding?.next.at(-1)?.command).toBe(
      'kubectl auth can-i update leases/controller-lock -n apps --as=system:serviceaccount:apps:NAME',
    );
  });
  it('begins with who held it last, where that is known', () => {
    const begin = 'a held it last, and nobody has for 19 s; a candidate';
    expect(vacant(released().sight(80_000))?.summary.startsWith(begin)).toBe(true);
    const unknown = played({ holder: '', durationSeconds: 1, transitions: 7 });
    expect(vacant(unknown.sight(HOUR))?.summary).toMatch(/^Nobody has held it for /);
  });
  it('is said once the watch is proved to when somebody should have taken it (§9): a dead one would hide who did', () => {
    const sight = released().sight(80_000);
    const dueAt = T0 + 61_000 + 4400 + 5000;
    expect(vacant({ ...sight, provenAt: null })).toBeNull();
    expect(vacant({ ...sight, provenAt: dueAt - 1 })).toBeNull();
    expect(vacant({ ...sight, provenAt: dueAt })).not.toBeNull();
  });
  it('is over once somebody takes it', () => {
    const play = released();
    play.take(80_000, 'b');
    expect(vacant(play.sight(80_100))).toBeNull();
  });
  it('null times with the name left behind are a release too (§2, the Java client)', () => {
    const play = played();
    play.renew(60_000);
    play.write(61_000, { acquiredAt: null, renewedAt: null });
    expect(vacant(play.sight(71_000))).toMatchObject({ since: T0 + 61_000 });
  });
  it('released before it was watched: nothing tells the retry period, so the longest known one is waited for (§2)', () => {
    const play = played({ holder: '', durationSeconds: 1, transitions: 7 });
    const since = play.tracked().vacantSince ?? Number.NaN;
    expect(vacant(play.sight(since - T0 + 136_900))).toBeNull();
    expect(vacant(play.sight(since - T0 + 137_100))).toMatchObject({ since });
  });
  it('… and without a stamp, since it was first seen at least', () => {
    const play = played(
      { holder: '', durationSeconds: 1, transitions: 7, writtenAt: null },
      { stamps: false },
    );
    expect(vacant(play.sight(138_000))).toMatchObject({ since: T0, evidence: { vacantSince: null } });
    expect(vacant(play.sight(138_000))?.summary).toContain('at least');
  });
  it.each([
    [{ durationSeconds: 1, transitions: 0 }, 'the duration of a release'],
    [{ durationSeconds: 15, transitions: 3 }, 'a counter that counted'],
  ])('%j with nulled times was held once: %s', (over, _) => {
    const play = played({ holder: '', acquiredAt: null, renewedAt: null, ...over });
    expect(vacant(play.sight(HOUR))).not.toBeNull();
  });
  it('where nobody stood by, it informs until another Pod had the time to start', () => {
    const of = (ms: number, fewSince: number | null) => {
      const standbys = {
        namespace: 'apps',
        ownerKind: 'ReplicaSet',
        ownerName: 'x',
        pods: 1,
        ready: 1,
        fewSince,
      };
      return vacant({ ...released().sight(ms), standbys })?.severity;
    };
    expect(of(80_000, T0)).toBe('info');
    expect(of(61_000 + 9_450 + MINUTE, T0)).toBe('warning');
    // Two were ready when it was released: somebody should have taken it.
    expect(of(80_000, null)).toBe('warning');
    expect(of(80_000, T0 + 70_000)).toBe('warning');
  });
  it('names the account by which it was held, where that is known', () => {
    const account = 'system:serviceaccount:operators:web';
    expect(vacant({ ...released().sight(80_000), account })?.next.at(-1)).toEqual({
      text: 'See whether its service account may write the Lease',
      command: `kubectl auth can-i update leases/controller-lock -n apps --as=${account}`,
    });
  });
  it('one that was made and never taken is none', () => {
    const never = { holder: '', transitions: 0, acquiredAt: null, renewedAt: null } as const;
    expect(vacant(played(never).sight(HOUR))).toBeNull();
  });
  it('the control plane is critical once it could have been started anew; others are a report after a day', () => {
    const scheduler = released({ namespace: 'kube-system', name: 'kube-scheduler' });
    expect(vacant(scheduler.sight(80_000))?.severity).toBe('warning');
    expect(vacant(scheduler.sight(61_000 + 70_000))?.severity).toBe('critical');
    expect(vacant(scheduler.sight(26 * HOUR))?.severity).toBe('critical');
    expect(vacant(released().sight(26 * HOUR))?.severity).toBe('info');
  });
});
