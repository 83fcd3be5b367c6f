import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { MATCHER_FIELDS, type Matcher, matches, type Silence } from '../../lib/alert/silence.ts';
import { createSilenced } from '../../lib/alert/silenced.ts';
import { finding, firing, T0 } from './builders.ts';

const EVERYTHING: Matcher[] = [{ field: 'rule', value: '*' }];
const silence = (over: Partial<Silence> = {}): Silence => ({
  id: 's',
  matchers: EVERYTHING,
  from: T0,
  until: T0 + 1000,
  author: 'me',
  comment: 'maintenance',
  ...over,
});
const alert = firing(finding({ subject: { namespace: 'apps', name: 'lock', holder: 'pod-1' } }));

function silencedBy(silences: readonly Silence[], now: number): string | null {
  const silenced = createSilenced();
  silenced.set(silences, T0);
  return silenced.among([alert], now)(alert);
}

describe('an alert is silenced', () => {
  test.each([
    [-1, null],
    [0, 's'],
    [999, 's'],
    [1000, null],
  ])('%i ms after the silence began: %s', (ms, by) => expect(silencedBy([silence()], T0 + ms)).toBe(by));

  it('by the first that holds', () => {
    const others = [silence({ id: 'past', until: T0 }), silence({ id: 'one' }), silence()];
    expect(silencedBy(others, T0)).toBe('one');
  });
});

it('looks at a matcher again only where something changed', () => {
  let looks = 0;
  const matcher: Matcher = {
    get field() {
      looks += 1;
      return 'name' as const;
    },
    value: 'other',
  };
  const counted = silence({ matchers: [matcher] });
  const silenced = createSilenced();
  silenced.set([counted], T0);
  for (let round = 0; round < 5; round++) silenced.among([alert], T0 + round);
  expect(looks).toBe(1);
  // Another silence is no reason, another holder is one.
  silenced.set([counted, silence({ id: 'new' })], T0);
  silenced.among([alert], T0);
  expect(looks).toBe(1);
  const other = firing(finding({ subject: { namespace: 'apps', name: 'lock', holder: 'pod-2' } }));
  silenced.among([other], T0);
  expect(looks).toBe(2);
});

it('answers as if every matcher were looked at each time', () => {
  const word = fc.constantFrom('a', 'b', 'a*', '*');
  const matcher = fc.record({ field: fc.constantFrom(...MATCHER_FIELDS), value: word });
  const made = fc.record({
    id: fc.constantFrom('1', '2', '3'),
    matchers: fc.array(matcher, { minLength: 1, maxLength: 2 }),
    from: fc.integer({ min: 0, max: 10 }),
    until: fc.integer({ min: 5, max: 30 }),
  });
  const place = fc.option(fc.constantFrom('a', 'b'));
  const subject = fc.record({ namespace: place, name: place, node: place, holder: place });
  const step = fc.record({
    silences: fc.option(fc.uniqueArray(made, { selector: ({ id }) => id })),
    subjects: fc.array(subject),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const silenced = createSilenced();
      let silences: Silence[] = [];
      steps.forEach(({ silences: next, subjects }, at) => {
        const now = T0 + at;
        if (next !== null) {
          silences = next.map((one) => silence({ ...one, from: T0 + one.from, until: T0 + one.until }));
          silenced.set(silences, now);
        }
        const alerts = subjects.map((one, index) => firing(finding({ key: String(index), subject: one })));
        const by = silenced.among(alerts, now);
        for (const one of alerts) {
          const inForce = silences.filter(({ from, until }) => from <= now && now < until);
          const ids = inForce.filter((each) => matches(each, one)).map(({ id }) => id);
          expect(ids.length === 0 ? [null] : ids).toContain(by(one));
        }
      });
    }),
  );
});
