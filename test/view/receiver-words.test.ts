import { describe, expect, it } from 'vitest';
import { receiverWords } from '../../lib/view/receiver-words.ts';
import type { NotifyStatus } from '../../lib/view/status.ts';
import { NOW } from './alert-builders.ts';

const receiver = (over: Partial<NotifyStatus> = {}): NotifyStatus => ({
  receiver: 'alertmanager',
  host: 'alertmanager:9093',
  state: 'ok',
  since: NOW,
  error: null,
  waiting: 0,
  ...over,
});

describe('who is told', () => {
  it('is named, each kind once', () => {
    const both = [
      receiver(),
      receiver({ host: 'other:9093' }),
      receiver({ receiver: 'slack', state: 'idle' }),
      receiver({ receiver: 'webhook' }),
    ];
    expect(receiverWords(both, NOW, 'utc')).toMatchObject({
      words: 'told to Alertmanager, Slack and the webhook',
      failing: false,
    });
  });
  it('is nobody else where none is configured', () =>
    expect(receiverWords([], NOW, 'utc').words).toBe('nobody else is told'));
  it('cannot be told, since when, and why', () => {
    const failing = receiver({
      receiver: 'slack',
      host: 'hooks:443',
      state: 'failing',
      waiting: 2,
      error: { code: 'refused', message: 'connection refused', hint: '' },
    });
    expect(receiverWords([receiver(), failing], NOW, 'utc')).toEqual({
      words: 'Slack cannot be told since 03:14:07',
      failing: true,
      hint: 'Alertmanager at alertmanager:9093, ok\nSlack at hooks:443, failing, 2 alerts waiting: connection refused',
    });
    expect(receiverWords([failing], NOW + 23 * 3_600_000, 'utc').words).toBe(
      'Slack cannot be told since 2026-03-05 03:14:07 UTC',
    );
  });
});
