import { describe, expect, it } from 'vitest';
import { type LegacyLock, legacyLock } from '../../lib/detect/legacy-lock.ts';
import { DEFAULT_THRESHOLDS } from '../../lib/detect/thresholds.ts';
import { HOUR, MINUTE, T0 } from './builders.ts';

const LOCK: LegacyLock = {
  kind: 'ConfigMap',
  namespace: 'apps',
  name: 'old-controller',
  holder: 'old-0',
  durationSeconds: 15,
  renewTime: '2026-06-01T03:00:00Z',
  transitions: 3,
  firstReadAt: T0,
  readAt: T0,
  changedAt: null,
};
const found = (over: Partial<LegacyLock> = {}, ms = HOUR) =>
  legacyLock({ ...LOCK, ...over }, { now: T0 + ms, thresholds: DEFAULT_THRESHOLDS });

describe('legacy lock (§7)', () => {
  it('informs of what carries the annotation, whatever that says', () => {
    expect(found()).toMatchObject({
      rule: 'legacy-lock',
      key: 'ConfigMap/apps/old-controller',
      severity: 'info',
      certainty: 'certain',
      since: T0,
      until: null,
      subject: { namespace: 'apps', name: 'old-controller', node: null, holder: 'old-0' },
    });
    expect(found({ holder: null, renewTime: null }).summary).toContain('names no holder');
    expect(found({ kind: 'Endpoints' }).next[0]?.command).toBe(
      'kubectl get endpoints old-controller -n apps -o yaml',
    );
  });
  it.each<[Partial<LegacyLock>, number, string]>([
    [{}, MINUTE, 'not known yet'],
    [{ changedAt: T0 + 50_000, readAt: T0 + MINUTE }, 2 * MINUTE, 'still renewed'],
    [{ changedAt: T0, readAt: T0 + 30 * MINUTE }, 30 * MINUTE, 'still renewed'],
    [{ changedAt: T0, readAt: T0 + 31 * MINUTE }, 31 * MINUTE, 'left behind'],
    [
      { readAt: T0 + MINUTE },
      2 * MINUTE,
      'between two readings 1 min apart it was not renewed: likely it was left behind',
    ],
  ])('%o after %d ms: %s', (over, ms, words) => expect(found(over, ms).summary).toContain(words));

  it('bears a hostile name: nothing in a command that was not asked for', () => {
    const { title, next } = found({ name: "x';rm -rf /\n", holder: `h${'\u202e'}${'y'.repeat(5000)}` });
    expect(next[0]?.command).toBe("kubectl get configmap 'x'\\'';rm -rf /?' -n apps -o yaml");
    expect(title.length).toBeLessThan(120);
    expect(found({ holder: `\u202e${'y'.repeat(512)}` }).summary.length).toBeLessThan(400);
  });
});
