import { describe, expect, it } from 'vitest';
import { RULES } from '../../lib/detect/finding.ts';
import { groupAlerts } from '../../lib/view/alert-groups.ts';
import { RULE_WORDS } from '../../lib/view/alert-rules.ts';
import {
  alertsUnreadWords,
  countSilenced,
  firingWords,
  quietWords,
  subjectWords,
} from '../../lib/view/alert-words.ts';
import { alertOf, NOW } from './alert-builders.ts';

const stopped = { asOf: NOW, now: NOW + 60_000, zone: 'utc' } as const;
const long = { ...stopped, now: NOW + 23 * 3_600_000 };
const none = { severity: null, namespace: null };

it.each([
  [{ critical: 3, warning: 1, info: 0 }, 0, null, '4 causes firing'],
  [{ critical: 1, warning: 0, info: 1 }, 0, null, '1 cause firing, 1 report for information'],
  [{ critical: 0, warning: 0, info: 2 }, 0, null, 'Nothing firing, 2 reports for information'],
  [{ critical: 0, warning: 0, info: 0 }, 0, null, 'Nothing firing'],
  [{ critical: 0, warning: 0, info: 1 }, 1, null, 'Nothing firing, 1 report for information, 1 silenced'],
  [{ critical: 4, warning: 0, info: 0 }, 0, stopped, '4 causes were firing at 03:14:07'],
  [{ critical: 1, warning: 0, info: 0 }, 2, stopped, '1 cause was firing at 03:14:07, 2 silenced'],
  [{ critical: 1, warning: 0, info: 0 }, 0, long, '1 cause was firing at 2026-03-05 03:14:07 UTC'],
])('%j, %d silenced', (counts, silenced, asOf, words) =>
  expect(firingWords(counts, silenced, asOf)).toBe(words),
);

it('what is silenced is counted by its cause', () =>
  expect(
    countSilenced(
      groupAlerts([
        alertOf({ id: 'a' }),
        alertOf({ id: 'b', silencedBy: 's1' }),
        alertOf({ id: 'c', rootId: 'b', silencedBy: 's1' }),
      ]),
    ),
  ).toBe(1));

it('alerts that could not be read are not said to be none', () => {
  expect(alertsUnreadWords('HTTP 503', false)).toBe('Alerts could not be read: HTTP 503. Trying again.');
  expect(alertsUnreadWords('HTTP 503', true)).toMatch(
    /^Alerts could not be read the last time: HTTP 503\. .* may have changed/,
  );
});

describe('where nothing fires', () => {
  it('what is judged is said', () =>
    expect(quietWords(none, { electing: 27, heartbeats: 203 }, null)).toEqual({
      title: 'Nothing is firing',
      words: '27 elections and 203 heartbeats are watched and judged.',
    }));
  it('of what was asked for', () =>
    expect(quietWords({ severity: 'critical', namespace: 'payments' }, null, null).title).toBe(
      'Nothing critical is firing in namespace payments',
    ));
  it('with its day where that is another', () =>
    expect(quietWords(none, null, long).title).toBe('Nothing was firing at 2026-03-05 03:14:07 UTC'));
  it('nothing is claimed of a time that was not judged', () =>
    expect(quietWords(none, null, stopped)).toEqual({
      title: 'Nothing was firing at 03:14:07',
      words: 'Nothing has been judged since: what became wrong meanwhile is not known.',
    }));
});

it.each([
  [{ namespace: 'kube-node-lease', name: 'wb-04', node: 'wb-04', holder: 'wb-04' }, 'node wb-04'],
  [{ namespace: 'a', name: 'b', node: null, holder: 'x' }, 'a/b'],
  [{ namespace: 'a', name: null, node: null, holder: null }, 'namespace a'],
  [{ namespace: null, name: null, node: null, holder: 'x' }, 'x'],
  [{ namespace: null, name: null, node: null, holder: null }, 'the cluster'],
])('%j is about %s', (subject, words) => expect(subjectWords(subject)).toBe(words));

describe('each rule', () => {
  it.each(RULES)('%s is explained calmly and shortly', (rule) => {
    const { name, means, causes } = RULE_WORDS[rule];
    expect(name.length).toBeLessThan(32);
    for (const text of [means, causes]) {
      expect(text).toMatch(/^[A-Za-z].*\.$/);
      expect(text.length).toBeLessThan(320);
      expect(text).not.toMatch(/!|\bdead\b|\bcrashed\b|leader is down|sorry|\bplease\b/i);
    }
  });
  it('has a name of its own', () =>
    expect(new Set(RULES.map((rule) => RULE_WORDS[rule].name)).size).toBe(RULES.length));
});
