import { expect, it } from 'vitest';
import type { ReceiverFacts } from '../../lib/detect/cluster-sight.ts';
import { tenureItself } from '../../lib/detect/tenure-itself.ts';
import { clusterSight, NOW } from './cluster-builders.ts';

const SLACK: ReceiverFacts = {
  ...{ key: 'notify/slack', receiver: 'slack', host: 'hooks.example:443', state: 'failing', waiting: 3 },
  since: NOW - 240_000,
  error: { code: 'http_404', message: 'It answered HTTP 404', hint: 'Make a new one.' },
};
const found = (over: Partial<ReceiverFacts>) =>
  tenureItself(clusterSight({ receivers: [{ ...SLACK, ...over }] }));

it('tells of a receiver that has taken nothing for minutes, and how much waits', () => {
  expect(found({})).toMatchObject([
    {
      ...{ rule: 'tenure', key: 'notify/slack', severity: 'warning', since: NOW - 240_000 },
      title: 'Slack is not told of alerts',
      summary:
        'For 4 min hooks.example:443 has taken none; 3 alerts wait to be told, and nothing is lost. It answered HTTP 404. Make a new one.',
    },
  ]);
});

it('says nothing of one that was away for a moment, is reached, or has nothing to be told', () => {
  expect(found({ since: NOW - 180_000 })).toEqual([]);
  expect(found({ state: 'ok' })).toEqual([]);
  expect(found({ state: 'idle' })).toEqual([]);
});
