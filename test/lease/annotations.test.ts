import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { isSilenced, MOST_SILENCE_MS, readAnnotations } from '../../lib/lease/annotations.ts';
import { decodeLease } from '../../lib/lease/decode.ts';
import { lease, rawLease, T0, watchedBook } from './builders.ts';

const read = (annotations: unknown) => readAnnotations(annotations, 'controller');
const NONE = { expectedIntervalMs: null, silenceUntil: null, class: null, faults: [] };
const of = (name: string, value: unknown) => read({ [`tenure.dev/${name}`]: value });

describe('annotations', () => {
  test('of others nothing is kept', () => {
    expect(
      read({ 'kubectl.kubernetes.io/last-applied-configuration': '{}', 'tenure.device/x': '1' }),
    ).toBeNull();
    for (const odd of [undefined, null, 'x', 7, [], {}]) expect(read(odd)).toBeNull();
    expect(lease().annotations).toBeNull();
  });

  test.each([
    ['expected-interval', '30s', { expectedIntervalMs: 30_000 }],
    ['expected-interval', ' 1m30s ', { expectedIntervalMs: 90_000 }],
    ['silence-until', '2026-06-01T03:00:00Z', { silenceUntil: T0 }],
    ['silence-until', '2026-06-01T05:00:00.5+02:00', { silenceUntil: T0 + 500 }],
    ['class', 'control-plane', { class: 'control-plane' }],
  ])('%s: %s', (name, value, expected) => expect(of(name, value)).toEqual({ ...NONE, ...expected }));

  test.each([
    [
      'expected-interval',
      '30',
      '“tenure.dev/expected-interval”: “30” is not an interval; give 1s to 1h, such as 30s.',
    ],
    ['expected-interval', '2h', 'is not an interval'],
    ['expected-interval', 30, '“” is not an interval'],
    ['silence-until', 'tomorrow', '“tomorrow” is not a time; give one such as 2026-12-01T08:00:00Z.'],
    ['silence-until', '2026-06-01', 'is not a time'],
    ['class', 'nodes', '“nodes” is not a class that can be given; give one of control-plane, controller,'],
    ['class', 'node-heartbeat', 'is not a class that can be given'],
    ['class', 'apiserver', 'is not a class that can be given'],
    ['silence_until', 'x', 'there is no such annotation; there are expected-interval, silence-until, class.'],
    ['class', `\u202e${'x'.repeat(200_000)}`, '“?xxx'],
  ])('%s: %s is ignored, and it says why', (name, value, why) => {
    const found = of(name, value);
    expect(found).toEqual({ ...NONE, faults: [expect.stringContaining(why)] });
    expect(found?.faults[0]?.length).toBeLessThan(300);
  });

  it('makes no heartbeat of a node, and unmakes none', () => {
    const node = { ...rawLease({ namespace: 'kube-node-lease', name: 'n', holder: 'n' }) };
    const metadata = { ...Object(node.metadata), annotations: { 'tenure.dev/class': 'controller' } };
    const record = decodeLease({ ...node, metadata });
    expect(record?.class).toBe('node-heartbeat');
    expect(record?.annotations?.faults).toEqual([
      '“tenure.dev/class”: this Lease is the cluster’s own (node-heartbeat).',
    ]);
  });

  it('whatever it holds is read, and is little (law)', () => {
    const key = fc.oneof(
      fc.constantFrom('expected-interval', 'silence-until', 'class', '__proto__'),
      fc.string(),
    );
    const value = fc.oneof(fc.string(), fc.anything(), fc.constantFrom('30s', 'csi', '2026-06-01T03:00:00Z'));
    const some = fc
      .array(fc.tuple(key, value))
      .map((all) => Object.fromEntries(all.map(([one, what]) => [`tenure.dev/${one}`, what])));
    fc.assert(
      fc.property(fc.oneof(some, fc.anything()), (given) => {
        const found = read(given);
        expect(JSON.stringify(found).length).toBeLessThan(1200);
      }),
    );
  });

  test('a silence holds until its time, and at most 30 days before it', () => {
    const until = (silenceUntil: number) => ({ ...NONE, silenceUntil });
    expect(isSilenced(null, T0)).toBe(false);
    expect(isSilenced(NONE, T0)).toBe(false);
    expect(isSilenced(until(T0 + 1), T0)).toBe(true);
    expect(isSilenced(until(T0), T0)).toBe(false);
    expect(isSilenced(until(T0 + MOST_SILENCE_MS), T0)).toBe(true);
    expect(isSilenced(until(T0 + MOST_SILENCE_MS + 1), T0)).toBe(false);
  });
});

describe('an annotated Lease in the book', () => {
  const annotated = (values: Record<string, string>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [`tenure.dev/${name}`, value]));
  const SPEC = { durationSeconds: 60, renewedAt: T0 };

  function annotate(values: Record<string, string>, atMs: number) {
    return lease({ ...SPEC, writtenAt: T0 + atMs, renewStampAt: T0, annotations: annotated(values) });
  }

  it('is judged by the interval that is expected, from the first sight on, until that is taken back', () => {
    const { get, scope } = watchedBook([
      lease({ ...SPEC, annotations: annotated({ 'expected-interval': '20s' }) }),
    ]);
    expect(get()).toMatchObject({ usualGapMs: 20_000, lateAfterMs: 40_000 });
    scope.changed(annotate({}, 1000), T0 + 1000, false);
    expect(get()).toMatchObject({ usualGapMs: null, lateAfterMs: 30_000 });
  });

  it('does not heed an interval that its duration does not allow', () => {
    const { get } = watchedBook([lease({ ...SPEC, annotations: annotated({ 'expected-interval': '1m' }) })]);
    expect(get().usualGapMs).toBeNull();
  });

  it('§9: a changed annotation is no life', () => {
    const { get, scope, log } = watchedBook([lease(SPEC)]);
    const before = get().lastRenewalAt;
    scope.changed(annotate({ 'silence-until': '2026-06-02T00:00:00Z' }, 9000), T0 + 9000, false);
    expect(get().lastRenewalAt).toBe(before);
    expect(log.renewed).toBe(0);
    expect(get().record.annotations?.silenceUntil).toBe(Date.UTC(2026, 5, 2));
    expect(log.rows).toHaveLength(1);
    scope.changed(annotate({ 'silence-until': '2026-06-02T00:00:00Z' }, 9500), T0 + 9500, false);
    expect(log.rows).toHaveLength(1);
  });

  it('is of the class that is given, and of its own again when that is taken back', () => {
    const { get, scope, book } = watchedBook([lease(SPEC)]);
    scope.changed(annotate({ class: 'component-heartbeat' }, 1000), T0 + 1000, false);
    expect(get()).toMatchObject({ class: 'component-heartbeat', elects: false });
    expect([...book.elections()]).toEqual([]);
    expect(book.totals().classes).toMatchObject({ 'component-heartbeat': 1, controller: 0 });
    scope.changed(
      lease({
        ...SPEC,
        renewedAt: T0 + 2000,
        writtenAt: T0 + 2000,
        annotations: annotated({ class: 'csi' }),
      }),
      T0 + 2000,
      false,
    );
    expect(get()).toMatchObject({ class: 'csi', elects: true });
    scope.changed(lease({ ...SPEC, renewedAt: T0 + 4000, writtenAt: T0 + 4000 }), T0 + 4000, false);
    expect(get()).toMatchObject({ class: 'controller', elects: true });
    expect([...book.elections()]).toHaveLength(1);
  });

  it('has its clock told by what was seen, whatever is expected', () => {
    const { get, see } = watchedBook([
      lease({ ...SPEC, annotations: annotated({ 'expected-interval': '50s' }) }),
    ]);
    for (let ms = 2000; ms <= 20_000; ms += 2000)
      see(ms, { ...SPEC, renewedAt: T0 + ms, annotations: annotated({ 'expected-interval': '50s' }) });
    expect(get()).toMatchObject({ usualGapMs: 50_000, lastGapMs: 2000, lastOffsetMs: 0 });
    const slow = 20_000 + 8000;
    see(slow, {
      ...SPEC,
      renewedAt: T0 + slow - 6000,
      annotations: annotated({ 'expected-interval': '50s' }),
    });
    // A request that was slow is no sample of the clock.
    expect(get().lastOffsetMs).toBeNull();
  });
});
