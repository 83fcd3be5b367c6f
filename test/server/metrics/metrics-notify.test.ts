import { expect, test } from 'vitest';
import { metricsWorld } from './metrics-world.ts';

test('metrics say how often receivers were told and what waits, two Alertmanagers as one', async () => {
  const { samples, tells } = metricsWorld();
  expect(await samples('tenure_notifications')).toEqual([]);
  tells(
    { receiver: 'alertmanager', sent: 3, failed: 1, waiting: 0 },
    { receiver: 'alertmanager', sent: 2, failed: 0, waiting: 4 },
    { receiver: 'slack', sent: 0, failed: 0, waiting: 0 },
  );
  expect(await samples('tenure_notifications')).toEqual([
    'tenure_notifications_total{receiver="alertmanager",outcome="sent"} 5',
    'tenure_notifications_total{receiver="alertmanager",outcome="failed"} 1',
    'tenure_notifications_total{receiver="slack",outcome="sent"} 0',
    'tenure_notifications_total{receiver="slack",outcome="failed"} 0',
    'tenure_notifications_waiting{receiver="alertmanager"} 4',
    'tenure_notifications_waiting{receiver="slack"} 0',
  ]);
});

test('metrics say whether this replica is the one that tells', async () => {
  const { samples } = metricsWorld();
  expect(await samples('tenure_sender')).toEqual(['tenure_sender 1']);
});
