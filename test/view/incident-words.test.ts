import { describe, expect, test } from 'vitest';
import type { Incident } from '../../lib/view/incident.ts';
import { lifeWords } from '../../lib/view/incident-alerts.ts';
import {
  incidentSentences,
  rangeInWords,
  scopeWords,
  viewWords,
  worstSeverity,
} from '../../lib/view/incident-words.ts';
import { alertOf, NOW } from './alert-builders.ts';
import { FROM, incident } from './incident-builder.ts';
import { handover } from './lease-builders.ts';

const NONE = { items: [], left: 0 };
const QUIET: Partial<Incident> = {
  alerts: NONE,
  alertsFrom: null,
  handovers: NONE,
  blindSpots: NONE,
  slow: NONE,
};
const said = (over: Partial<Incident>) => incidentSentences(incident({ ...QUIET, ...over }));

describe('an incident in sentences', () => {
  test('of a quiet hour', () => {
    expect(said({})).toEqual([
      'Tenure found nothing wrong.',
      'No Lease changed hands.',
      'All of the range was watched.',
    ]);
    expect(worstSeverity(incident(QUIET))).toBeNull();
  });

  test('takes nothing for quiet that is not known', () => {
    const history = { state: 'ready' as const, keptFrom: NOW + 1, problem: null };
    expect(
      said({ alertsFrom: NOW, history, blindSpots: { items: [{ from: 0, to: NOW, scope: null }], left: 0 } }),
    ).toEqual([
      'Whether anything was wrong is not known: alerts that were over by 2026-03-05 03:14:07 are not kept.',
      'Of handovers nothing is known.',
      'Whether anybody watched then is not known.',
    ]);
  });

  test('says from when on it is known', () => {
    const history = { state: 'ready' as const, keptFrom: NOW - 600_000, problem: null };
    expect(said({ alertsFrom: NOW - 60_000, history })).toEqual([
      'Tenure found nothing wrong. Of what was over by 2026-03-05 03:13:07 nothing is kept.',
      'No Lease changed hands. Nothing is known of the time before 2026-03-05 03:04:07.',
      'From then on all of it was watched.',
    ]);
    const off = { state: 'off' as const, keptFrom: null, problem: 'No history is kept.' };
    const tenure = { ...incident().tenure, observedSince: NOW - 60_000 };
    expect(said({ history: off, tenure })[1]).toBe(
      'No Lease changed hands. Nothing is known of the time before 2026-03-05 03:13:07.',
    );
  });

  test('counts roots, and what followed from them', () => {
    const items = [
      alertOf({ id: 'a', severity: 'warning', state: 'resolved', resolvedAt: NOW }),
      alertOf({ id: 'b', severity: 'warning', state: 'resolved', resolvedAt: NOW }),
      alertOf({ id: 'c', severity: 'info', state: 'resolved', resolvedAt: NOW }),
      alertOf({ id: 'd', rootId: 'a' }),
      alertOf({ id: 'e', rootId: 'not here', state: 'resolved', resolvedAt: NOW }),
    ];
    expect(said({ alerts: { items, left: 0 } })[0]).toBe(
      '4 things were wrong: 1 critical, 2 warnings, 1 for information; 1 more alert followed from them. All of it is over.',
    );
    expect(worstSeverity(incident({ alerts: { items: items.slice(0, 3), left: 0 } }))).toBe('warning');
  });

  test('names what was longest without a leader, also while it lasts', () => {
    const items = [
      handover({ name: 'short', vacantMs: 900 }),
      handover({ name: 'long', cause: 'release', vacantMs: 61_000, at: NOW - 1000 }),
    ];
    expect(said({ handovers: { items, left: 0 } })[2]).toBe(
      'Longest without a leader: long, for 1 min 01 s (until 2026-03-05 03:14:06).',
    );
    const open = handover({ name: 'open', to: null, cause: 'release', vacantMs: null, at: NOW - 90_000 });
    expect(said({ handovers: { items: [...items, open], left: null } }).slice(1, 3)).toEqual([
      'At least 2 handovers of 2 Leases; of the newest 3 told here: 1 released, 1 went silent. Besides: 1 let go and not taken over.',
      'Longest without a leader: open, for 1 min 30 s (since 2026-03-05 03:12:37 and still).',
    ]);
    const evidence = { unwatchedFrom: NOW - 85_000, unwatchedTo: NOW - 70_000 };
    expect(said({ handovers: { items: [{ ...open, evidence }], left: 0 } })[2]).toBe(
      'Longest without a leader: open, for 1 min 10 s (since 2026-03-05 03:12:57 and still).',
    );
  });

  test('counts no more than changed hands: neither who came first nor what nobody took, and what nobody saw as often as it did', () => {
    const of = (...items: Parameters<typeof handover>[0][]) =>
      said({ handovers: { items: items.map((one) => handover(one)), left: 0 } })[1];
    expect(of({ cause: 'first', from: null }, { cause: 'deleted', to: null })).toBe(
      'No Lease changed hands. Besides: 1 deleted and not created again, 1 held for the first time.',
    );
    expect(of({ cause: 'unseen', transitionsDelta: 3 }, { cause: 'release', from: null })).toBe(
      '4 handovers of 1 Lease: 3 not seen, 1 taken after a vacancy.',
    );
  });

  test('claims no more than the least of what was cut', () => {
    const items = [alertOf({ id: 'a', severity: 'warning' }), alertOf({ id: 'b', severity: 'warning' })];
    const first = (over: Partial<Incident['alerts']>) => said({ alerts: { items, left: 800, ...over } })[0];
    expect(first({})).toBe('At least 2 things were wrong; told here: 2 warnings. At least 2 still fire.');
    const over = items.map((one) => ({ ...one, state: 'resolved' as const, resolvedAt: NOW }));
    expect(first({ items: over, left: null })).toBe(
      'At least 2 things were wrong; told here: 2 warnings. All that is told here is over.',
    );
  });

  test('an alert was true until it was not found any more, not until that was settled', () => {
    const over = alertOf({
      since: NOW - 60 * 60_000,
      missingSince: NOW - 50 * 60_000,
      resolvedAt: NOW - 40 * 60_000,
    });
    expect(lifeWords(over)).toBe('2026-03-05 02:14:07 → 02:24:07, for 10 min 00 s');
  });

  test('tells slow renewals, and namespaces that were not watched', () => {
    expect(
      said({
        slow: { items: [{ from: FROM, to: FROM + 120_000, late: 25, of: 30 }], left: 0 },
        blindSpots: { items: [{ from: FROM, to: FROM + 1, scope: 'apps' }], left: 0 },
      }).slice(2),
    ).toEqual([
      'API server likely slow, 2 min: 25 of 30 late.',
      'Of some namespaces not all of the range was watched.',
    ]);
  });
});

describe('its range and its Leases', () => {
  test('have the date once where it is one', () => {
    expect(rangeInWords({ from: FROM, to: NOW })).toBe('2026-03-05 02:14:07 → 03:14:07 UTC');
    expect(rangeInWords({ from: NOW - 86_400_000, to: NOW })).toBe(
      '2026-03-04 03:14:07 → 2026-03-05 03:14:07 UTC',
    );
  });

  test('are all, or those that were asked for', () => {
    expect(scopeWords(incident().scope)).toBe('all Leases');
    const nine = Array.from({ length: 9 }, (_, i) => `l${i}`);
    expect(scopeWords({ ...incident().scope, names: nine })).toMatch(/ or l7 or 1 other$/);
    const names = Array.from({ length: 10 }, (_, i) => `l${i}`);
    expect(scopeWords({ namespaces: ['a', 'b'], names, classes: ['csi'], q: 'x' })).toBe(
      'only Leases named l0 or l1 or l2 or l3 or l4 or l5 or l6 or l7 or 2 others, in a or b, of class csi, with “x” in their name or namespace',
    );
  });
});

describe('whose view it is', () => {
  test.each([
    [null, null, null],
    ['ana', null, 'Seen by ana, who may see all Leases'],
    ['ana', ['payments', 'web'], 'Seen by ana, who may see Leases of payments or web alone'],
    ['ana', [], 'Seen by ana, who may see Leases of no namespace'],
    [null, ['web'], 'Seen by somebody who may see Leases of web alone'],
  ])('of %j, who sees %j', (user, namespaces, words) => expect(viewWords({ user, namespaces })).toBe(words));
});
