import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { DEFAULT_RULE_SETTINGS as DEFAULTS } from '../../../lib/alert/rule-settings.ts';
import { RULES } from '../../../lib/detect/finding.ts';
import { LIMITS, limitValue } from '../../../lib/detect/rule-limits.ts';
import { GENERAL_KEYS } from '../../../lib/server/rules/rules-schema.ts';
import { type RulesRead, readRules, settingsOf } from '../../../lib/server/rules/rules-text.ts';

function settings(text: string): Extract<RulesRead, { type: 'settings' }> {
  const read = readRules(text);
  if (read.type === 'mistakes') throw new Error(read.mistakes.join('\n'));
  return read;
}
function mistakes(text: string): string[] {
  const read = readRules(text);
  return read.type === 'mistakes' ? read.mistakes : [];
}
const EXAMPLE = readFileSync('docs/rules.example.yaml', 'utf8');

describe('the example', () => {
  it('says the defaults', () => expect(settings(EXAMPLE)).toMatchObject({ all: DEFAULTS, overrides: [] }));

  it('names every rule with everything that may be set', () => {
    for (const rule of RULES) {
      const section = EXAMPLE.split(`\n  ${rule}:\n`)[1]?.split('\n\n')[0] ?? '';
      const keys = [...section.matchAll(/^ {4}([a-z-]+):/gm)].map(([, key]) => key);
      const limits = LIMITS.filter((limit) => limit.rule === rule).map(({ name }) => name);
      expect([rule, ...keys, 'at-most'].toSorted()).toEqual([rule, ...GENERAL_KEYS, ...limits].toSorted());
    }
  });

  it('has overrides that would hold', () => {
    const commented = EXAMPLE.slice(EXAMPLE.indexOf('# overrides:'), EXAMPLE.indexOf('\noverrides: []'));
    const { all, overrides } = settings(commented.replaceAll(/^# ?/gm, ''));
    expect(all).toEqual(DEFAULTS);
    expect(overrides.map(({ match }) => match)).toEqual([
      { class: 'controller', namespace: 'team-*', name: null },
      { class: null, namespace: null, name: 'nightly-*' },
    ]);
    expect(overrides[1]?.settings.rules['expired-but-held'].atMost).toBe('warning');
  });
});

describe('a rules file', () => {
  it.each([
    '',
    '# nothing\n',
    '---\n',
    'rules:\n',
    'rules:\n  flapping:\n',
    '{}',
    'overrides: []\n',
    '\ufeff',
  ])('%j changes nothing', (text) => expect(settings(text)).toMatchObject({ all: DEFAULTS, overrides: [] }));

  it('changes what it names, in the units of people', () => {
    const { all } = settings(`
rules:
  flapping: { enabled: false, at-most: warning, hold: 30s, clear: 1h30m, window: 0.5h, warning: 4 }
  headroom-low: { near: 55.5%, near-at-most: 0.9, near-usual-gaps: 3 }
  clock-skew: { latency: 0 }
`);
    expect(all.rules.flapping).toEqual({
      enabled: false,
      atMost: 'warning',
      holdMs: 30_000,
      clearMs: 5_400_000,
    });
    expect(all.thresholds).toEqual({
      ...DEFAULTS.thresholds,
      ...{ flappingWindowMs: 1_800_000, flappingWarning: 4 },
      ...{ nearShare: 0.555, nearShareAtMost: 0.9, nearUsualGaps: 3, clockLatencyMs: 0 },
    });
    expect(all.cluster).toEqual(DEFAULTS.cluster);
    expect({ ...all.rules, flapping: null }).toEqual({ ...DEFAULTS.rules, flapping: null });
  });

  it('may be otherwise for some Leases, starting from what holds for all', () => {
    const { overrides } = settings(`
rules: { vacant: { hold: 1m } }
overrides:
  - match: { name: "a*" }
    rules: { flapping: { warning: 2 }, vacant: }
`);
    expect(overrides[0]?.settings.rules.vacant.holdMs).toBe(60_000);
    expect(overrides[0]?.settings.thresholds.flappingWarning).toBe(2);
  });

  test.each([
    ['rules:\n  flaping: {}', ['Line 2: rules.flaping: there is no such key here; did you mean flapping?']],
    [
      'rules: { vacant: { windw: 1m } }',
      ['Line 1: rules.vacant.windw: there is no such key here; there are '],
    ],
    [
      'rules:\n  flapping:\n    window: ten',
      [
        'Line 3: rules.flapping.window: "ten" is not a duration; give a number with its unit (ms, s, m, h or d), such as 10m.',
      ],
    ],
    ['rules: { flapping: { window: 600 } }', ['"600" is not a duration']],
    ['rules: { flapping: { window: 2h } }', ['"2h" is out of bounds; give 1m to 1h, such as 10m.']],
    ['rules: { flapping: { window: -5m } }', ['"-5m" is not a duration']],
    ['rules: { flapping: { warning: 2.5 } }', ['"2.5" is not a whole number from 1 to 1000, such as 3.']],
    ['rules: { flapping: { warning: .inf } }', ['"Infinity" is not a whole number']],
    ['rules: { headroom-low: { near: 101% } }', ['"101%" is not a share; give 0% to 100%, such as 60%.']],
    ['rules: { flapping: { enabled: yes } }', ['"yes" is not a switch; give true or false.']],
    [
      'rules: { flapping: { at-most: bad } }',
      ['"bad" is not a severity; give one of critical, warning, info.'],
    ],
    [
      'rules: { flapping: { warning: 9 } }',
      ['rules.flapping.warning: 9 is more than critical (6); make it the same or less.'],
    ],
    [
      'rules: { clock-skew: { critical: 500ms } }',
      ['rules.clock-skew.warning: 1s is more than critical (500ms)'],
    ],
    ['rules: 3', ['Line 1: rules: is not a mapping of names to values.']],
    ['[1]', ['Line 1: is not a mapping of names to values.']],
    ['overrides: 3', ['Line 1: overrides: is not a list.']],
    ['overrides:\n- rules: {}', ['Line 2: overrides[0].match: is missing; give at least one of']],
    ['overrides:\n- match: {}', ['overrides[0].match: matches everything; give at least one of']],
    ['overrides:\n- match: { class: nodes }', ['"nodes" is not a class; give one of control-plane,']],
    ['overrides:\n- match: { name: "" }', ['overrides[0].match.name: is empty']],
    [
      'overrides:\n- match: { name: a }\n  rules: { tenure: {} }',
      ['overrides[0].rules.tenure: there is no such key here'],
    ],
    [
      'overrides:\n- match: { name: a }\n  rules: { flapping: { critical: 2 } }',
      ['overrides[0].rules.flapping.warning: 3 is more than critical (2)'],
    ],
    ['rules:\n  vacant: {}\n  vacant: {}', ['Line 3: rules.vacant: is given twice; leave one of them.']],
    [
      '__proto__: { rules: {} }',
      ['Line 1: __proto__: there is no such key here; there are rules, overrides.'],
    ],
    ['rules: { __proto__: { enabled: false }, constructor: 1 }', ['rules.__proto__', 'rules.constructor']],
    ['a: &a [1]\nb: *a', ['Line 2: aliases (*name) are not read; write the value itself.']],
    ['rules: {}\n---\nrules: {}', ['Line 3: there is a second document']],
    ['rules:\n\tvacant: {}', ['Line 2: is indented by a tab; YAML is indented by spaces.']],
    ['rules: {', ['Line 1: is not YAML: ']],
    ['rules: !!js/function x', ['Line 1: is not YAML: ']],
    ['rules: "\u0000"', ['Line 1: is not YAML: null byte']],
  ])('%j is refused', (text, expected) => {
    const found = mistakes(text);
    expect(found).toHaveLength(expected.length);
    for (const [index, part] of expected.entries()) expect(found[index]).toContain(part);
  });

  it('tells every mistake at once, in the order of lines', () => {
    const found = mistakes(`overrides:
  - match: { class: x }
rules:
  flapping: { window: x, warning: y }
  vacant: { nope: 1 }
  abandoned: {}
  abandoned: {}
other: 1
`);
    expect(found.map((one) => one.split(':').slice(0, 2).join(':'))).toEqual([
      'Line 2: overrides[0].match.class',
      'Line 4: rules.flapping.window',
      'Line 4: rules.flapping.warning',
      'Line 5: rules.vacant.nope',
      'Line 7: rules.abandoned',
      'Line 8: other',
    ]);
  });

  it('tells no more than anybody mends at once, and repeats nothing at length', () => {
    const many = mistakes(Array.from({ length: 500 }, (_, index) => `k${index}: 1\n`).join(''));
    expect(many).toHaveLength(21);
    expect(many.at(-1)).toBe('And 480 more.');
    const twice = mistakes(Array.from({ length: 2000 }, () => 'rules: 1\n').join(''));
    expect(twice.at(-1)).toMatch(/^And 1980 more/);
    const [long = ''] = mistakes(`rules: { flapping: { window: "${'x'.repeat(10_000)}" } }`);
    expect(long.length).toBeLessThan(250);
    expect(mistakes(`"${'k'.repeat(10_000)}": 1`)[0]?.length).toBeLessThan(250);
    expect(mistakes(`rules: !${'t'.repeat(10_000)} x`)[0]?.length).toBeLessThan(250);
    expect(mistakes('"\u202e": 1').join()).not.toContain('\u202e');
    expect(mistakes('rules: !\u202e x').join()).not.toContain('\u202e');
  });
});

describe('laws of a rules file', () => {
  const isWhole = (read: RulesRead): boolean =>
    read.type === 'mistakes'
      ? read.mistakes.length > 0
      : RULES.every((rule) => {
          const { enabled, atMost, holdMs, clearMs } = read.all.rules[rule];
          return (
            typeof enabled === 'boolean' &&
            (atMost === null || ['critical', 'warning', 'info'].includes(atMost)) &&
            holdMs >= 0 &&
            clearMs >= 0
          );
        }) && LIMITS.every((limit) => inBounds(limitValue(limit, read.all), limit));
  const inBounds = (value: number, { least, most }: { least: number; most: number }) =>
    value >= least && value <= most;

  it('any text is answered: by settings that are whole, or by mistakes', () => {
    const word = fc.constantFrom(
      ...RULES,
      ...GENERAL_KEYS,
      ...LIMITS.map(({ name }) => name),
      'rules',
      'overrides',
      'match',
    );
    const piece = fc.oneof(
      word,
      fc.string(),
      fc.constantFrom(
        ': ',
        '\n',
        '\n  ',
        '- ',
        '{',
        '}',
        '[',
        ']',
        '&a ',
        '*a',
        '"',
        '%',
        '10m',
        'true',
        '---\n',
        '\t',
        '# ',
        '| ',
        '? ',
        '!!',
        '__proto__',
      ),
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 60 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (one) => {
        expect(isWhole(readRules(one))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('so is any object', () => {
    const value = fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true });
    const keyed = fc.record({
      rules: fc.dictionary(fc.oneof(fc.constantFrom(...RULES), fc.string()), value),
      overrides: fc.oneof(value, fc.array(fc.record({ match: value, rules: value }))),
    });
    fc.assert(
      fc.property(fc.oneof(value, keyed), (given) => {
        const read = settingsOf(given);
        const told =
          read.type === 'mistakes'
            ? { ...read, mistakes: read.mistakes.map(({ message }) => message) }
            : read;
        expect(isWhole(told)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('what is allowed is taken, in any order and of any unit', () => {
    const chosen = fc.subarray([...LIMITS.filter(({ unit }) => unit === 'ms')]);
    fc.assert(
      fc.property(chosen, fc.nat(100), (limits, share) => {
        const value = ({ least, default: usual }: (typeof LIMITS)[number]) =>
          Math.round(least + ((usual - least) * share) / 100);
        const given: Record<string, Record<string, string>> = {};
        for (const limit of limits)
          given[limit.rule] = { ...given[limit.rule], [limit.name]: `${value(limit)}ms` };
        const read = settingsOf({ rules: given });
        if (read.type === 'mistakes') {
          expect(read.mistakes.every(({ message }) => message.includes('is more than'))).toBe(true);
          return;
        }
        for (const limit of LIMITS)
          expect(limitValue(limit, read.all)).toBe(limits.includes(limit) ? value(limit) : limit.default);
      }),
    );
  });
});

describe('a key without end', () => {
  it('is no part of the place of each of the thousands under it', () => {
    const under = Array.from({ length: 4000 }, (_, index) => `a${index}: 1`).join(', ');
    const read = readRules(`rules: {}\n"${'k'.repeat(60_000)}": {${under}}`);
    if (read.type !== 'mistakes') throw new Error('it was taken');
    expect(read.mistakes).toHaveLength(1);
    expect(read.mistakes[0]).toMatch(/^Line 2: .{1,300}there is no such key here/);
  });
});
