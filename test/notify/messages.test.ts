import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../lib/alert/alert.ts';
import { RULES } from '../../lib/detect/finding.ts';
import { alertmanagerMessages, alertNameOf, labelsOf } from '../../lib/notify/alertmanager.ts';
import type { Due } from '../../lib/notify/due.ts';
import { type Compose, MOST_BYTES } from '../../lib/notify/message.ts';
import { slackMessages } from '../../lib/notify/slack.ts';
import { signature, webhookMessages } from '../../lib/notify/webhook.ts';
import { about, everywhere, finding, firing, T0 } from '../alert/builders.ts';
import { due, surroundings } from './builders.ts';

const NOW = T0 + 252_000;
const read = (compose: Compose, dues: readonly Due[], most = 100) => {
  const { body, count } = compose(dues, most, NOW);
  return { parsed: JSON.parse(body), body, count };
};
const vacant = (over: Partial<Alert> = {}) =>
  firing(
    about('lock', 'vacant', {
      title: 'Nobody holds apps/lock',
      evidence: { vacantSince: T0 + 0.5, usualGapMs: 2000.1234, previousHolder: null },
    }),
    over,
  );
const many = (count: number) =>
  Array.from({ length: count }, (_, index) => due(firing(about(`n${index}`, 'vacant'))));

describe('to Alertmanager', () => {
  const compose = alertmanagerMessages(surroundings());

  it('an alert that fires ends in five minutes, unless it is told again', () => {
    expect(read(compose, [due(vacant())]).parsed).toEqual([
      {
        labels: {
          ...{ alertname: 'TenureVacant', rule: 'vacant', severity: 'critical', cluster: 'prod' },
          ...{ namespace: 'apps', lease: 'lock', key: 'apps/lock' },
        },
        annotations: {
          ...{ summary: 'Nobody holds apps/lock', description: 'It is so.', certainty: 'certain' },
          evidence: 'vacantSince=2026-06-01 03:00:00 UTC, usualGapMs=2000.12',
          next: 'Look: kubectl get leases -A',
          permalink: expect.stringContaining('https://tenure.example/alerts?alert=vacant%3Aapps%2Flock%40'),
          runbook: 'docs/findings/vacant.md',
        },
        generatorURL: expect.stringContaining('https://tenure.example/alerts?'),
        startsAt: '2026-06-01T03:00:00.000Z',
        endsAt: '2026-06-01T03:09:12.000Z',
      },
    ]);
  });

  it('one that is over ended when it was resolved, and under the severity that was told', () => {
    const over = vacant({ state: 'resolved', resolvedAt: T0 + 9000 });
    const before = { receiver: 'a', alertId: over.id, told: 'firing', severity: 'warning', at: T0 } as const;
    expect(read(compose, [due(over, { tell: 'over', why: 'resolved', before })]).parsed).toMatchObject([
      { labels: { severity: 'warning' }, endsAt: '2026-06-01T03:00:09.000Z' },
    ]);
  });

  it('a severity that changed ends the alert that was, and begins another', () => {
    const before = { receiver: 'a', alertId: 'x', told: 'firing', severity: 'warning', at: T0 } as const;
    expect(read(compose, [due(vacant(), { why: 'worse', before })]).parsed).toMatchObject([
      { labels: { severity: 'warning' }, endsAt: '2026-06-01T03:04:12.000Z' },
      { labels: { severity: 'critical' }, endsAt: '2026-06-01T03:09:12.000Z' },
    ]);
  });

  it('labels stay whatever moves: holder, its node, numbers, words', () => {
    const text = fc.option(fc.string(), { nil: null });
    fc.assert(
      fc.property(text, text, fc.string(), fc.string(), (holder, node, title, summary) => {
        const alert = firing(
          finding({ title, summary, subject: { namespace: 'apps', name: 'lock', holder, node } }),
        );
        expect(labelsOf(alert, 'critical', 'prod')).toEqual(labelsOf(firing(finding()), 'critical', 'prod'));
      }),
    );
  });

  it('labels tell any two troubles apart, and name the node where it is about one', () => {
    const alerts = [
      ...RULES.map((rule) => firing(about('lock', rule))),
      firing(everywhere('tenure', { key: 'store' })),
      firing(everywhere('tenure', { key: 'permission/pods' })),
      firing({
        ...everywhere('slow-renewals', { key: 'node/a' }),
        subject: { ...finding().subject, name: null, node: 'a' },
      }),
    ];
    const labels = alerts.map((alert) => labelsOf(alert, 'critical', 'prod'));
    expect(new Set(labels.map((one) => JSON.stringify(one))).size).toBe(alerts.length);
    expect(labels.at(-1)).toMatchObject({ alertname: 'TenureSlowRenewals', node: 'a' });
    expect(alertNameOf('tenure')).toBe('TenureItself');
    expect(alertNameOf('expired-but-held')).toBe('TenureExpiredButHeld');
  });
});

describe('to a webhook', () => {
  it('goes the alert as the API answers it, with what is told of it and why', () => {
    const { parsed } = read(webhookMessages(surroundings(), null), [due(vacant())]);
    expect(parsed).toEqual({
      version: 1,
      sentAt: NOW,
      cluster: { id: 'c1', name: 'prod' },
      more: 0,
      notifications: [
        {
          told: 'firing',
          why: 'began',
          words: null,
          url: expect.stringContaining('https://tenure.example/alerts?'),
          alert: expect.objectContaining({ id: `vacant:apps/lock@${T0}`, rule: 'vacant', state: 'firing' }),
        },
      ],
    });
  });

  it('is signed over the time and the body', () => {
    // echo -n '1780282800.{}' | openssl dgst -sha256 -hmac secret
    expect(signature('{}', 'secret', T0)).toEqual({
      'tenure-timestamp': '1780282800',
      'tenure-signature': 'sha256=4dd43e9fc03e78cd07947474d33ccfb407e3f80f645a82af42635be6a20fe9c8',
    });
    expect(signature('{}', null, T0)).toEqual({});
  });

  it('says how many are still to come', () => {
    const { parsed, count } = read(webhookMessages(surroundings(), null), many(120));
    expect([count, parsed.notifications.length, parsed.more]).toEqual([100, 100, 20]);
  });
});

describe('to Slack', () => {
  const compose = slackMessages(surroundings());

  it('one alert is its own headline', () => {
    const { parsed } = read(compose, [due(vacant())]);
    expect(parsed.text).toBe(
      `*Critical:* <https://tenure.example/alerts?alert=vacant%3Aapps%2Flock%40${T0}|Nobody holds apps/lock> · prod`,
    );
    expect(parsed.attachments).toHaveLength(1);
    expect(parsed.attachments[0].text).toBe(
      'It is so.\nLook: `kubectl get leases -A`\nLease apps/lock · certain · since 2026-06-01 03:00:00 UTC',
    );
  });

  it('several are counted, some told in full and a line each of the others', () => {
    const { parsed, count } = read(compose, [...many(30), due(vacant(), { tell: 'over', why: 'resolved' })]);
    expect(count).toBe(31);
    expect(parsed.text).toBe('*31 alerts*: 30 critical, 1 over · prod');
    expect(parsed.attachments).toHaveLength(11);
    expect(parsed.attachments[10].text.split('\n')).toHaveLength(21);
  });

  it('nothing that a Lease says marks up, links or calls anybody', () => {
    const title = 'a <!channel> @here *bold* [x](http://evil) & `code`';
    const { parsed } = read(slackMessages(surroundings({ linkOf: () => null })), [
      due(firing(finding({ title, summary: title }))),
    ]);
    for (const text of [parsed.text, parsed.attachments[0].text]) {
      expect(text).toContain('&lt;!channel&gt;');
      expect(text).not.toMatch(/@here|\]\(|<!|&(?!amp;|lt;|gt;)/);
    }
  });
});

describe('why it is told', () => {
  const slack = (one: Due, over = {}) => read(slackMessages(surroundings(over)), [one]).parsed;
  it.each([
    ['resolved', vacant({ state: 'resolved', resolvedAt: NOW }), 'It is over. It lasted 4 min 12 s.'],
    [
      'missed',
      vacant({ state: 'resolved', resolvedAt: NOW }),
      'It came and went before it could be told: from 2026-06-01 03:00:00 UTC to 2026-06-01 03:04:12 UTC, 4 min 12 s.',
    ],
    [
      'eased',
      firing(about('a', 'vacant', { severity: 'info' })),
      'It still fires, as information now, which is not told here.',
    ],
    [
      'silenced',
      vacant({ silencedBy: 's' }),
      'It still fires, and was silenced until 2026-06-01 03:04:12 UTC by ann: at work on it',
    ],
    [
      'explained',
      vacant({ rootId: 'r' }),
      'It still fires, and is explained by another alert now: slow-renewals of null.',
    ],
  ] as const)('%s', (why, alert, words) => {
    const around = {
      silenceOf: () => ({ author: 'ann', comment: 'at work on it', until: NOW }),
      alertOf: () => firing(everywhere('slow-renewals')),
    };
    const message = slack(due(alert, { tell: 'over', why }), around);
    expect(message.attachments[0].text).toBe(words);
    expect(message.text).toMatch(why === 'resolved' || why === 'missed' ? /^\*Over:/ : /^\*No longer told:/);
  });

  it('worse than it was told', () => {
    const before = { receiver: 'slack', alertId: 'x', told: 'firing', severity: 'warning', at: T0 } as const;
    const { attachments } = slack(due(vacant(), { why: 'worse', before }));
    expect(attachments[0].text).toMatch(/^It was told as a warning and is critical now\.\n/);
  });
});

describe('whatever a Lease says', () => {
  const hostile = fc.array(
    fc.record({
      key: fc.string({ unit: 'binary' }),
      holder: fc.string({ unit: 'binary' }),
      long: fc.constantFrom(0, 10, 50_000),
    }),
    { minLength: 1, maxLength: 30 },
  );
  it.each([
    ['alertmanager', alertmanagerMessages(surroundings())],
    ['webhook', webhookMessages(surroundings(), null)],
    ['slack', slackMessages(surroundings())],
  ])('a message to %s is JSON, bounded, and tells one at least', (_, compose) => {
    fc.assert(
      fc.property(hostile, (ones) => {
        const dues = ones.map(({ key, holder, long }) =>
          due(
            firing(
              finding({
                key: key + '\ud800'.repeat(long),
                title: `${holder}\udcbd${'x'.repeat(long)}`,
                summary: `${holder}\ud83d`,
                evidence: { holder: holder + '"'.repeat(long) },
                subject: { namespace: 'a', name: key, holder: holder + '\u0000'.repeat(long) },
              }),
            ),
          ),
        );
        const { body, count } = read(compose, dues);
        expect(count).toBeGreaterThan(0);
        expect(body).not.toMatch(/\\ud[89a-f]/);
        expect(Buffer.byteLength(body)).toBeLessThanOrEqual(MOST_BYTES);
      }),
      { numRuns: 20 },
    );
  });
});
