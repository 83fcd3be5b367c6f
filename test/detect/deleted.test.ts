import { describe, expect, it } from 'vitest';
import { type DeletedLease, deletedLease } from '../../lib/detect/deleted.ts';
import { DEFAULT_THRESHOLDS } from '../../lib/detect/thresholds.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import { HOUR, handover, MINUTE, played, T0 } from './builders.ts';

/** Deleted at T0 by nobody knows whom, 2 s after its holder renewed it last. */
const GONE: Handover = {
  ...handover(0, 'a', 'b', { cause: 'deleted', silentMs: 2000, evidence: { usualDurationMs: 15_000 } }),
  to: null,
};
const found = (over: Partial<DeletedLease> = {}, ms = 2 * MINUTE) =>
  deletedLease(
    { handover: GONE, class: 'controller', heldForMs: HOUR, holderRuns: null, account: null, ...over },
    { now: T0 + ms, thresholds: DEFAULT_THRESHOLDS },
  );

describe('deleted while held, and not made again (§2: a candidate creates what it does not find)', () => {
  it.each([
    [MINUTE, 'a namespace that is deleted with its Pods', false],
    [MINUTE + 1, 'then', true],
    [30 * MINUTE, 'for half an hour', true],
    [30 * MINUTE + 1, 'and not for ever: it may have been uninstalled', false],
  ])('after %d ms: %s', (ms, _, is) => expect(found({}, ms) !== null).toBe(is));

  it('waits for candidates that try seldom (§2: 270/240/60)', () => {
    const slow = { ...GONE, evidence: { usualDurationMs: 270_000 } };
    expect(found({ handover: slow }, 203_000)).toBeNull();
    expect(found({ handover: slow }, 203_001)).not.toBeNull();
  });

  it('is a vacancy: nobody leads, and nobody else may lead beside its former holder', () => {
    expect(found()).toMatchObject({
      rule: 'vacant',
      key: 'apps/controller-lock',
      severity: 'warning',
      certainty: 'certain',
      since: T0,
      until: null,
      subject: { namespace: 'apps', name: 'controller-lock', holder: null },
      // The last renewal, L and P (a third of L where it is not known).
      evidence: { previousHolder: 'a', mayLeadUntil: T0 - 2000 + 20_000 },
    });
  });
  it('names whose rights to look at', () => {
    expect(found()?.next.at(-1)?.command).toBe(
      'kubectl auth can-i create leases -n apps --as=system:serviceaccount:apps:NAME',
    );
    const account = 'system:serviceaccount:apps:operator';
    expect(found({ account })?.next.at(-1)?.command).toBe(
      `kubectl auth can-i create leases -n apps --as=${account}`,
    );
  });
  it.each<[Partial<DeletedLease>, string | null, string]>([
    [{ class: 'control-plane' }, 'critical', 'the control plane'],
    [{ holderRuns: true }, 'warning', 'its Pod runs on and does not make it again'],
    [{ holderRuns: false }, 'info', 'its Pod is gone as well: uninstalled'],
    [{ heldForMs: null }, 'info', 'known by an earlier run alone'],
    [
      { handover: { ...GONE, evidence: { ...GONE.evidence, unwatchedFrom: T0 - HOUR, unwatchedTo: T0 } } },
      'info',
      'it was missing after a stretch that nobody watched',
    ],
    [{ heldForMs: 9 * MINUTE }, null, 'a lock that was held for one task'],
    [{ class: 'virtual-ip' }, null, 'a lock that goes with its service'],
    [{ handover: { ...GONE, from: null } }, null, 'nobody held it'],
  ])('%o: %s (%s)', (over, severity) => expect(found(over)?.severity ?? null).toBe(severity));

  it('not what was released before, as some clients unlock', () => {
    const play = played();
    play.renew(20 * MINUTE);
    play.release(21 * MINUTE);
    play.remove(21 * MINUTE + 100);
    const told = play.log.handovers.at(-1);
    expect(told).toMatchObject({ cause: 'deleted', to: null });
    if (told !== undefined) expect(found({ handover: told }, 23 * MINUTE)).toBeNull();
  });
  it('by what the book tells of a deletion', () => {
    const play = played();
    play.renew(20 * MINUTE);
    play.remove(20 * MINUTE + 500);
    const told = play.log.handovers.at(-1);
    if (told === undefined) throw new Error('nothing was told');
    expect(found({ handover: told }, 22 * MINUTE)).toMatchObject({
      since: T0 + 20 * MINUTE + 500,
      evidence: { previousHolder: 'a', durationMs: 15_000 },
    });
  });
});
