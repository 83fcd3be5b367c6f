import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHover } from '../../../components/timeline/hover.ts';
import { parsePin, pinText, stillLink } from '../../../components/timeline/use-timeline-url.ts';

describe('the cursor', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const point = { key: 'ns/name', at: 5, by: 'pointer' } as const;

  it('means something once it rests', () => {
    const hover = createHover();
    const heard = vi.fn();
    hover.subscribe(heard);
    hover.setSoon({ ...point, at: 1 });
    hover.setSoon(point);
    expect(hover.point()).toBeNull();
    vi.runAllTimers();
    expect(hover.point()).toEqual(point);
    expect(heard).toHaveBeenCalledTimes(1);
    hover.set({ ...point });
    expect(heard).toHaveBeenCalledTimes(1);
  });
  it('leaves its card unless it reached it', () => {
    const hover = createHover();
    hover.set(point);
    hover.setSoon(null);
    hover.stay();
    vi.runAllTimers();
    expect(hover.point()).toEqual(point);
    hover.setSoon(null);
    vi.runAllTimers();
    expect(hover.point()).toBeNull();
  });
});

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
