import { describe, expect, it } from 'vitest';
import { indexAlerts } from '../../../lib/alert/alert-index.ts';
import { alertMessage } from '../../../lib/server/alerts/alert-message.ts';
import { about, everywhere, firing, T0 } from '../../alert/builders.ts';

const NOW = T0 + 0.4;

describe('what the stream says of alerts', () => {
  it('is nothing while something is only pending', () => {
    const pending = { ...firing(about('a', 'vacant')), state: 'pending' as const };
    expect(alertMessage([pending], indexAlerts([pending]), NOW)).toBeNull();
    expect(alertMessage([], indexAlerts([]), NOW)).toBeNull();
  });

  it('is what changed, with the counts of all', () => {
    const [one, other] = [firing(about('a', 'vacant')), firing(about('b', 'vacant'))];
    expect(alertMessage([one], indexAlerts([one, other]), NOW)).toMatchObject({
      alerts: [{ id: one.id, state: 'firing' }],
      more: 0,
      counts: { critical: 2 },
      now: T0,
    });
  });

  it('is the roots of a storm, and how many others there are', () => {
    const root = firing(everywhere('slow-renewals', { severity: 'warning' }));
    const storm = Array.from({ length: 5000 }, (_, index) =>
      firing(about(`a${index}`, 'expired-but-held'), { rootId: root.id }),
    );
    const all = [...storm, root];
    const message = alertMessage(all, indexAlerts(all), NOW);
    expect(message?.alerts[0]).toMatchObject({ id: root.id, consequences: 5000 });
    expect(message).toMatchObject({ more: 4981, counts: { critical: 0, warning: 1 } });
    expect(JSON.stringify(message).length).toBeLessThan(40_000);
  });

  it('bears a holder with a hostile name', () => {
    const hostile = firing(about('a', 'vacant', { summary: 'x'.repeat(1_000_000) }));
    const message = alertMessage([hostile, firing(about('b', 'vacant'))], indexAlerts([hostile]), NOW);
    expect(JSON.stringify(message).length).toBeLessThan(140_000);
    expect(message).toMatchObject({ alerts: [{ subject: { name: 'b' } }], more: 1 });
  });
});
