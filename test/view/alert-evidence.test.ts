import { describe, expect, it } from 'vitest';
import { evidenceFacts, formatEvidenceMs } from '../../lib/view/alert-evidence.ts';
import { NOW } from './alert-builders.ts';

const said = (evidence: Parameters<typeof evidenceFacts>[0]): string[] =>
  evidenceFacts(evidence, NOW, 'utc').map(({ label, value }) => `${label}: ${value}`);

describe('evidence', () => {
  it.each([
    [{ durationMs: 15_000 }, 'Duration: 15 s'],
    [{ usualGapMs: 2_012 }, 'Usual gap: 2.01 s'],
    [{ differenceMs: -30_002.4 }, 'Difference: −30 s'],
    [{ offsetLowerMs: 6_992 }, 'Clock offset, at least: +6.99 s'],
    [{ offsetUpperMs: -29_998 }, 'Clock offset, at most: −30.0 s'],
    [{ to: null }, 'New holder: nobody'],
    [{ lastRenewalAt: NOW - 87_000 }, 'Last renewal: 03:12:40'],
    [{ vacantSince: NOW - 48_000 }, 'Vacant since: 03:13:19'],
    [{ takeoverDueAt: NOW - 63_000 }, 'A standby was due: 03:13:04'],
    [{ ageCertain: false }, 'Renewal seen by Tenure: no'],
    [{ previousHolder: null }, 'Previous holder: not known'],
    [{ firstAt: 5 }, 'First of them: 5'],
    [{ samples: 5_000 }, 'Samples: 5,000'],
    [{ share: 0.256 }, 'Share: 0.26'],
    [{ kind: 'stealing' }, 'By its pattern: stealing'],
    [{ constructor: 'x' }, 'Constructor: x'],
  ])('%j', (evidence, line) => expect(said(evidence)).toEqual([line]));

  it('keeps the order in which it was judged', () => expect(said({ b: 1, a: 2 })).toEqual(['B: 1', 'A: 2']));

  it('shows what a hostile claim is made of, and not all of a long one', () => {
    expect(said({ holder: 'a\u202eb' })).toEqual(['Holder: a\\u202eb']);
    expect(said({ holder: 'x'.repeat(5_000) })[0]?.length).toBeLessThan(220);
  });
});

it.each([
  [0, '0 ms'],
  [-0.2, '0 ms'],
  [47.6, '48 ms'],
  [-999, '−999 ms'],
  [999.6, '1 s'],
  [1_420, '1.42 s'],
  [-30_000, '−30 s'],
  [9_996, '10 s'],
  [87_000, '1 min 27 s'],
])('%d ms is "%s"', (ms, words) => expect(formatEvidenceMs(ms)).toBe(words));
