import { describe, expect, it } from 'vitest';
import { parsePin, pinText, stillLink } from '../../../components/timeline/use-timeline-url.ts';

describe('the address', () => {
  it('carries the card that stays open', () => {
    const pin = { key: 'kube-system/kube-scheduler', at: 1_772_751_391_000 };
    expect(parsePin(pinText(pin))).toEqual(pin);
    for (const wrong of [null, '', 'x', 'a/b', 'a/b@', 'a/b@now', '@5']) expect(parsePin(wrong)).toBeNull();
  });
  it('is copied with both ends fixed, and with all else', () =>
    expect(
      stillLink('http://h/timeline?q=sched&from=now-6h', {
        from: '2026-03-05T22:00:00Z',
        to: '2026-03-05T23:00:00Z',
      }),
    ).toBe('http://h/timeline?q=sched&from=2026-03-05T22:00:00Z&to=2026-03-05T23:00:00Z'));
});
