import { expect, test } from 'vitest';
import { handoverWeight } from '../../lib/lease/handover.ts';
import { buildStrip, type StripInput, type StripMark } from '../../lib/view/strip.ts';
import { handoverAt } from './board-rows.ts';

const QUIET: StripInput = {
  from: 0,
  to: 1_000,
  watchedSince: 0,
  readFrom: null,
  knownUntil: null,
  blindSpots: [],
  handovers: [],
  holder: 'pod-b',
  vacantSince: null,
  expiredSince: null,
  released: false,
  normalVacancyMs: () => 20,
};
const types = (marks: readonly StripMark[]): string[] => marks.map((mark) => mark.type);

test('nothing moved: one calm tenure over the whole window', () => {
  const strip = buildStrip(QUIET);
  expect(strip.calm).toBe(true);
  expect(strip.marks).toEqual([{ type: 'tenure', left: 0, width: 100, holder: 'pod-b' }]);
  expect(strip.label).toBe('Held by pod-b; no handover');
});

test('time before the watch began is marked and no tenure is drawn there', () => {
  const strip = buildStrip({ ...QUIET, watchedSince: 600 });
  expect(strip.marks).toEqual([
    { type: 'tenure', left: 60, width: 40, holder: 'pod-b' },
    { type: 'before', left: 0, width: 60 },
  ]);
  expect(strip.label).toContain('not watched');
});

test('not watched yet: all of it is unwatched', () => {
  expect(types(buildStrip({ ...QUIET, watchedSince: null, holder: null }).marks)).toEqual(['unwatched']);
});

test('of what was not read yet nothing is drawn, and that is said', () => {
  const strip = buildStrip({ ...QUIET, readFrom: 700, handovers: [handoverAt(700)] });
  expect(strip.marks).toEqual([
    { type: 'tenure', left: 70, width: 30, holder: 'pod-b' },
    { type: 'handover', left: 70 },
  ]);
  expect(strip.label).toBe('Held by pod-b; 1 handover, what was before is not read yet');
  expect(buildStrip({ ...QUIET, readFrom: 700 })).toMatchObject({
    calm: false,
    label: 'Held by pod-b; what was before is not read yet',
  });
  expect(buildStrip({ ...QUIET, readFrom: -1 })).toEqual(buildStrip(QUIET));
});

test('a handover ends one tenure, begins another and leaves a notch', () => {
  const strip = buildStrip({ ...QUIET, handovers: [handoverAt(400)] });
  expect(strip.calm).toBe(false);
  expect(strip.marks).toEqual([
    { type: 'tenure', left: 0, width: 40, holder: 'pod-a' },
    { type: 'tenure', left: 40, width: 60, holder: 'pod-b' },
    { type: 'handover', left: 40 },
  ]);
});

test('a vacancy within the normal time is not drawn, a longer one is', () => {
  const short = buildStrip({ ...QUIET, handovers: [handoverAt(400, { cause: 'release', vacantMs: 20 })] });
  expect(types(short.marks)).not.toContain('vacant');
  const long = buildStrip({ ...QUIET, handovers: [handoverAt(400, { cause: 'release', vacantMs: 100 })] });
  expect(long.marks).toContainEqual({ type: 'vacant', left: 30, width: 10 });
  expect(long.label).toContain('a vacancy');
});

test('a normal vacancy is a gap, whoever held it before it', () => {
  const normal = buildStrip({ ...QUIET, handovers: [handoverAt(400, { cause: 'release', vacantMs: 20 })] });
  expect(normal.marks).toEqual([
    { type: 'tenure', left: 0, width: 38, holder: 'pod-a' },
    { type: 'tenure', left: 40, width: 60, holder: 'pod-b' },
    { type: 'handover', left: 40 },
  ]);
});

test('what began before the window is as long as it was', () => {
  const long = handoverAt(400, { cause: 'release', vacantMs: 100 });
  const cut = buildStrip({ ...QUIET, from: 390, handovers: [long] });
  expect(types(cut.marks)).toEqual(['vacant', 'tenure', 'handover']);
  const silent = buildStrip({ ...QUIET, from: 390, handovers: [{ ...long, cause: 'expiry' }] });
  expect(types(silent.marks)).toEqual(['expired', 'tenure', 'handover']);
});

test('let go, then perhaps held while nobody watched: nobody before and after that, as the Lease page draws it', () => {
  const evidence = { endedAt: 300, unwatchedFrom: 500, unwatchedTo: 520 };
  const found = handoverAt(800, { cause: 'unseen', evidence });
  const strip = buildStrip({ ...QUIET, blindSpots: [{ from: 500, to: 520 }], handovers: [found] });
  expect(strip.marks).toEqual([
    { type: 'tenure', left: 0, width: 30, holder: 'pod-a' },
    { type: 'vacant', left: 30, width: 20 },
    { type: 'vacant', left: 52, width: 28 },
    { type: 'tenure', left: 80, width: 20, holder: 'pod-b' },
    { type: 'handover', left: 80 },
    { type: 'unwatched', left: 50, width: 2 },
  ]);
  expect(strip.label).toBe('Held by pod-b; 1 handover, 2 vacancies, part of it not watched');
});

test('who went silent still stood in the Lease: that is no vacancy', () => {
  const silent = buildStrip({ ...QUIET, handovers: [handoverAt(400, { cause: 'expiry', vacantMs: 100 })] });
  expect(silent.marks).toContainEqual({ type: 'expired', left: 30, width: 10 });
  expect(silent.label).toContain('expired once');
  const now = buildStrip({ ...QUIET, expiredSince: 800 });
  expect(now.marks).toEqual([
    { type: 'tenure', left: 0, width: 80, holder: 'pod-b' },
    { type: 'expired', left: 80, width: 20 },
  ]);
  expect(now.calm).toBe(false);
});

test('nobody holds it now', () => {
  const open = handoverAt(700, { cause: 'release', to: null });
  const strip = buildStrip({ ...QUIET, holder: null, vacantSince: 700, handovers: [open] });
  expect(strip.marks).toEqual([
    { type: 'tenure', left: 0, width: 70, holder: 'pod-a' },
    { type: 'vacant', left: 70, width: 30 },
  ]);
});

test('before the first holder there was no tenure', () => {
  const strip = buildStrip({ ...QUIET, handovers: [handoverAt(500, { from: null, cause: 'first' })] });
  expect(strip.marks[0]).toEqual({ type: 'tenure', left: 50, width: 50, holder: 'pod-b' });
});

test('its handovers are counted as the row counts them', () => {
  const first = buildStrip({ ...QUIET, handovers: [handoverAt(500, { from: null, cause: 'first' })] });
  expect(first.label).toBe('Held by pod-b; no handover');
  expect(types(first.marks)).not.toContain('handover');
  const unseen = handoverAt(500, { cause: 'unseen', transitionsDelta: 5 });
  expect(buildStrip({ ...QUIET, handovers: [unseen] }).label).toBe('Held by pod-b; 5 handovers');
  expect(handoverWeight({ ...unseen, transitionsDelta: null })).toBe(1);
  expect(handoverWeight({ ...unseen, to: null })).toBe(0);
});

test('blind spots lie over everything, and a feed that is not live ends in one', () => {
  const strip = buildStrip({ ...QUIET, blindSpots: [{ from: 200, to: 300 }], knownUntil: 900 });
  expect(strip.marks).toEqual([
    { type: 'tenure', left: 0, width: 90, holder: 'pod-b' },
    { type: 'unwatched', left: 20, width: 10 },
    { type: 'unwatched', left: 90, width: 10 },
  ]);
});

test('no mark leaves the window', () => {
  const strip = buildStrip({
    ...QUIET,
    from: 500,
    handovers: [handoverAt(100)],
    blindSpots: [{ from: 0, to: 600 }],
  });
  for (const mark of strip.marks) {
    expect(mark.left).toBeGreaterThanOrEqual(0);
    if (mark.type !== 'handover') expect(mark.left + mark.width).toBeLessThanOrEqual(100);
  }
});
