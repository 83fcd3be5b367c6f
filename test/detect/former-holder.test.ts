import { describe, expect, it } from 'vitest';
import { type FormerHolder, formerHolderRunning } from '../../lib/detect/former-holder.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import { handover, played, sightOf, T0 } from './builders.ts';

const POD: FormerHolder = {
  identity: 'a',
  namespace: 'apps',
  pod: 'pod-a',
  isRunning: true,
  startedAt: T0 - 3_600_000,
};
const tracked = { ...played().tracked(), holder: 'b' };

/** Looked at `afterMs` after `a` was replaced by `b`. */
function found(
  over: Partial<Handover> = {},
  pod: Partial<FormerHolder> | null = {},
  afterMs = 121_000,
  lease = tracked,
) {
  const sight = sightOf(lease, 100_000 + afterMs, [handover(100_000, 'a', 'b', over)]);
  return formerHolderRunning({ ...sight, formerHolder: pod === null ? null : { ...POD, ...pod } });
}

describe('former holder still running (§10, as narrowly as it says)', () => {
  it('after an expiry or an early takeover, in the same container, long after: it informs', () => {
    expect(found()).toMatchObject({ severity: 'info', since: T0 + 100_000, subject: { holder: 'b' } });
    expect(found({ cause: 'early' })).not.toBeNull();
  });
  it.each<[string, ReturnType<typeof found>]>([
    ['a release', found({ cause: 'release' })],
    ['handovers that nobody saw', found({ cause: 'unseen' })],
    ['a container that was restarted since', found({}, { startedAt: T0 + 90_000 })],
    ['a start that is not known', found({}, { startedAt: null })],
    ['a Pod that ended', found({}, { isRunning: false })],
    ['nothing known of its Pod', found({}, null)],
    ['another identity', found({}, { identity: 'c' })],
    ['too early to say', found({}, {}, 119_000)],
    ['virtual IPs, held by nodes', found({}, {}, 121_000, { ...tracked, class: 'virtual-ip' })],
    ['who holds it again', found({}, {}, 121_000, { ...tracked, holder: 'a' })],
  ])('not for %s', (_, finding) => {
    expect(finding).toBeNull();
  });
});
