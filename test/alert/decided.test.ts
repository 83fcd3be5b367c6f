import { describe, expect, it } from 'vitest';
import { isDecided } from '../../lib/alert/decided.ts';
import type { Rule } from '../../lib/detect/finding.ts';
import type { Standbys } from '../../lib/detect/no-standby.ts';
import { HOUR, MINUTE, played } from '../detect/builders.ts';
import { finding, firing, T0 } from './builders.ts';

const FEW: Standbys = {
  ...{ namespace: 'apps', ownerKind: 'ReplicaSet', ownerName: 'web' },
  ...{ pods: 1, ready: 1, fewSince: T0 },
};

/** What fired before this run began at T0, and is not found so long after. */
function decided(
  rule: Rule,
  ms: number,
  {
    renewedEveryMs = 2000,
    standbys = null as Standbys | null,
    seenAt = T0 - HOUR,
    durationMs = 15_000,
    holder = 'a' as string | null,
  } = {},
) {
  const play = played();
  play.renew(ms, renewedEveryMs);
  const alert = firing(finding({ rule, evidence: { durationMs } }), { seenAt });
  const sight = play.sight(ms);
  sight.lease.holder = holder;
  return isDecided(alert, { ...sight, standbys });
}

describe('that it is not found is', () => {
  it.each<[Rule, number]>([
    ['headroom-low', 9 * MINUTE],
    ['headroom-low', MINUTE],
    ['duration-invalid', 20_000],
    ['no-standby', HOUR],
  ])('no news of %s after %d ms', (rule, ms) => expect(decided(rule, ms)).toBe(false));

  it.each<[Rule, number]>([
    ['headroom-low', 11 * MINUTE],
    ['duration-invalid', MINUTE],
    ['expired-but-held', 0],
    ['flapping', 0],
    ['abandoned', 0],
  ])('news of %s after %d ms', (rule, ms) => expect(decided(rule, ms)).toBe(true));

  it('known of what is renewed seldom when as long has passed as the rule looks back', () => {
    const seldom = { renewedEveryMs: 50_000, seenAt: T0 + 3 * HOUR };
    expect(decided('headroom-low', 3.9 * HOUR, seldom)).toBe(false);
    expect(decided('headroom-low', 4.1 * HOUR, seldom)).toBe(true);
  });

  it.each<[Partial<Standbys>, boolean]>([
    [{ fewSince: null, ready: 2 }, true],
    [{ fewSince: T0 + 50 * MINUTE }, false],
    // It has not been told though it could be: something else is told in its place.
    [{ fewSince: T0 + 49 * MINUTE }, true],
  ])('by who stands by, an hour later: %o', (over, is) =>
    expect(decided('no-standby', HOUR, { standbys: { ...FEW, ...over } })).toBe(is),
  );

  it.each<Rule>(['headroom-low', 'duration-invalid', 'no-standby'])(
    'news where nobody holds it: %s',
    (rule) => expect(decided(rule, 20_000, { holder: null })).toBe(true),
  );

  it.each<Rule>(['headroom-low', 'duration-invalid'])('news of another duration: %s', (rule) =>
    expect(decided(rule, 20_000, { durationMs: 60_000 })).toBe(true),
  );

  it('unknown for hours after it was found last, and not for ever', () => {
    expect(decided('no-standby', 3.9 * HOUR)).toBe(false);
    expect(decided('no-standby', 4.1 * HOUR)).toBe(true);
    expect(decided('no-standby', 4.1 * HOUR, { seenAt: T0 + HOUR })).toBe(false);
  });
});
