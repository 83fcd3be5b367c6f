import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Incident } from '../../lib/view/incident.ts';
import { incidentHtml, POLICY } from '../../lib/view/incident-html.ts';
import { PALETTE } from '../../lib/view/incident-palette.ts';
import { alertOf } from './alert-builders.ts';
import { incident, lease } from './incident-builder.ts';
import { handover } from './lease-builders.ts';
import { aLane, tenure } from './timeline-builders.ts';

const HOSTILE = `</style></title><script>alert(1)</script>"'><img src=x onerror=alert(2)>\u202e&amp;`;
/** Words of the API, which no cluster can choose. */
const OWN = new Set([
  'rule',
  'severity',
  'certainty',
  'state',
  'feed',
  'class',
  'cause',
  'type',
  'unit',
  'atMost',
]);

/** Each text that comes from a cluster or from a person, replaced. */
function hostile<T>(value: T, key = ''): T {
  // The shape stays: only texts differ.
  return replaced(value, key) as T;
}
function replaced(value: unknown, key: string): unknown {
  if (typeof value === 'string') return OWN.has(key) || key === 'id' || key === 'rootId' ? value : HOSTILE;
  if (Array.isArray(value)) return value.map((one) => replaced(one, key === 'classes' ? 'class' : key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      key === 'evidence' ? `${name}${HOSTILE}` : name,
      replaced(inner, name),
    ]),
  );
}

const tags = (page: string): string[] =>
  [...page.matchAll(/<([a-zA-Z!/][^\s>]*)/g)].map((match) => match[1] ?? '');

describe('the file of an incident', () => {
  const page = incidentHtml(incident());

  test('says what happened in its first lines', () => {
    expect(page).toContain('<h1>Incident in prod-eu</h1>');
    expect(page).toContain('2026-03-05 02:14:07 → 03:14:07 UTC');
    expect(page).toContain(
      '2 things were wrong: 1 critical, 1 warning; 1 more alert followed from them. One still fires.',
    );
    expect(page).toContain('1 handover of 1 Lease: 1 went silent. Besides: 1 let go and not taken over.');
    expect(page).toContain('Longest without a leader: payments-lock');
    expect(page).toContain('Not watched: 4 min 00 s of 1 h 0 min');
  });

  test('stands alone: no script, and nothing that would be loaded from anywhere', () => {
    expect(page).toContain(`content="${POLICY.replaceAll("'", '&#39;')}"`);
    expect(POLICY).toMatch(/^default-src 'none'; style-src 'unsafe-inline'/);
    expect(
      tags(page).filter((tag) => /^(script|link|img|iframe|object|embed|base|form|a)$/i.test(tag)),
    ).toEqual([]);
    const addresses = page
      .replaceAll('http://www.w3.org/2000/svg', '')
      .match(/https?:|\/\/[a-z]|@import|\bsrc=|\bhref=/g);
    expect(addresses).toBeNull();
    const urls = [...page.matchAll(/url\(([^)]*)\)/g)].map((match) => match[1]);
    expect(new Set(urls)).toEqual(new Set(['#blind', '#before', '#dense', '#vacant']));
  });

  test('puts consequences under their root', () => {
    expect(page.match(/<article class="card (critical|warning|info)">/g)).toHaveLength(2);
    const under = page.slice(page.indexOf('What followed from it'));
    expect(under.indexOf('Nobody renews kube-scheduler')).toBeGreaterThan(0);
  });

  test('lets nothing in unescaped, whatever a Lease, a holder or a cluster is called', () => {
    const calm = incident();
    const wild = incidentHtml(
      hostile({
        ...calm,
        scope: { namespaces: ['a'], names: ['b'], classes: ['csi'], q: 'c' },
        cluster: { ...calm.cluster, namespaces: ['a', 'b'] },
        blindSpots: {
          items: [{ ...(calm.blindSpots.items[0] ?? { from: 0, to: 1 }), scope: 'ns' }],
          left: 2,
        },
      } satisfies Incident),
    );
    expect(wild).not.toContain('<script>');
    expect(wild).not.toContain('<img');
    expect(wild).not.toContain('\u202e');
    expect(wild).toContain('&lt;script&gt;');
    // The same elements as of a calm one, and no attribute that would do something.
    expect(new Set(tags(wild))).toEqual(new Set(tags(page)));
    const attributes = [...wild.matchAll(/<[^<>]*?\s([a-z-]+)=(?=")/gi)].map((match) => match[1]);
    expect(attributes.filter((name) => name?.startsWith('on'))).toEqual([]);
    expect(wild.match(/<\/style>/g)).toHaveLength(1);
  });

  test('bears a problem of the history as its words alone', () => {
    const wild = incidentHtml(
      incident({
        history: { state: 'failing', keptFrom: null, problem: HOSTILE },
        leases: { items: [], left: 0 },
      }),
    );
    expect(wild).toContain('It cannot be drawn.');
    expect(wild).not.toContain('<script>');
  });

  test('says what was left out, and what is not known', () => {
    const cut = incidentHtml(
      incident({
        alerts: { items: [alertOf()], left: 7 },
        alertsFrom: incident().to - 1000,
        handovers: { items: [handover()], left: null },
        timeline: { items: [aLane([tenure(0, 1, 'a')])], left: 3, pointMs: 1 },
        leases: { items: [lease({ renewals: [], insight: null })], left: 1 },
        blindSpots: { ...incident().blindSpots, left: 3 },
      }),
    );
    expect(cut).toContain('7 alerts are left out');
    expect(cut).toContain('are not kept: what ended earlier is not told here');
    expect(cut).toContain('These are the newest 1; there are older ones');
    expect(cut).toContain('These are 1 Lease; of those that also moved 3 are left out');
    expect(cut).toContain('; 1 is left out');
    expect(cut).toContain('<li>and 3 more</li>');
    expect(cut).toContain('No renewal of this range is kept.');
  });

  test('says of a quiet range that it was quiet', () => {
    const none = { items: [], left: 0 };
    const quiet = incidentHtml(
      incident({
        alerts: none,
        handovers: none,
        blindSpots: none,
        slow: none,
        leases: none,
        timeline: { ...none, pointMs: 1 },
      }),
    );
    expect(quiet).toContain('Tenure found nothing wrong.');
    expect(quiet).toContain('No Lease changed hands.');
    expect(quiet).toContain('All of the range was watched.');
  });

  test('names the settings that judged', () => {
    expect(page).toContain('By Tenure 0.1.0 with these settings');
    expect(page.match(/<tr><td>/g)?.length).toBe(incident().rules.length);
  });

  test('has every colour that it uses', () => {
    const used = new Set([...page.matchAll(/var\(--([a-z0-9-]+)\)/g)].map((match) => match[1] ?? ''));
    expect(used.size).toBeGreaterThan(10);
    expect([...used].filter((token) => !(token in PALETTE))).toEqual([]);
  });

  test('has the colours of the pages', () => {
    const css = readFileSync(join(import.meta.dirname, '../../app/globals.css'), 'utf8');
    for (const [token, [light, dark]] of Object.entries(PALETTE))
      expect(css, token).toContain(`--color-${token}: light-dark(${light}, ${dark})`);
  });
});
