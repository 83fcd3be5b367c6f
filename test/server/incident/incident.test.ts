import { describe, expect, test } from 'vitest';
import type { Alert } from '../../../lib/alert/alert.ts';
import { DEFAULT_RULE_SETTINGS } from '../../../lib/alert/rule-settings.ts';
import { sameForAll } from '../../../lib/detect/rule-settings.ts';
import type { History, TimelineQuestion } from '../../../lib/history/history.ts';
import type { Handover } from '../../../lib/lease/handover.ts';
import { parseQuery } from '../../../lib/server/api/query.ts';
import { gatherIncident } from '../../../lib/server/incident/incident.ts';
import { fileName, incidentFile } from '../../../lib/server/incident/incident-file.ts';
import { concernedNames } from '../../../lib/server/incident/incident-leases.ts';
import { INCIDENT_QUERY } from '../../../lib/server/incident/incident-query.ts';
import { IncidentSchema } from '../../../lib/server/incident/incident-schemas.ts';
import { createRenewalMemory } from '../../../lib/server/kept/renewal-memory.ts';
import { about, everywhere, firing } from '../../alert/builders.ts';
import { alertOf } from '../../view/alert-builders.ts';
import { incident, lease as viewLease } from '../../view/incident-builder.ts';
import { handover } from '../../view/lease-builders.ts';
import { tracked } from '../leases/lease-builders.ts';
import { noHistory } from '../no-history.ts';
import { status } from '../status-builder.ts';

const NOW = Date.UTC(2026, 5, 1, 4, 0, 0);
const HOUR = 3_600_000;

function keeping(lanes: unknown[], handovers: Handover[], asked: TimelineQuestion[]): History {
  const none = noHistory();
  const answer = {
    from: NOW - HOUR,
    to: NOW,
    pointMs: 3600,
    items: lanes,
    total: lanes.length,
    blindSpots: Array.from({ length: 130 }, (_, i) => ({ from: i, to: i + 1, scope: null })),
    slow: [],
  };
  const { insight } = viewLease();
  return {
    ...none,
    status: () => ({ ...none.status(), state: 'ready', keptFrom: NOW - 24 * HOUR }),
    reads: {
      ...none.reads,
      handovers: async (_, { limit }) => handovers.slice(0, limit),
      timeline: async (question) => {
        asked.push(question);
        return { json: new TextEncoder().encode(JSON.stringify(answer)), after: null };
      },
      renewals: async () => viewLease().renewals,
      unwritten: async () => [],
      insight: async () => insight ?? Promise.reject(new TypeError('no insight')),
    },
  };
}

function ask(
  search: string,
  {
    alerts = [] as Alert[],
    handovers = [] as Handover[],
    lanes = [] as unknown[],
    history = undefined as History | undefined,
    leases = [tracked({ namespace: 'apps', name: 'lock', class: 'controller' }, NOW)],
    completeFrom = null as number | null,
  } = {},
) {
  const asked: TimelineQuestion[] = [];
  const find = (namespace: string, name: string) =>
    leases.find(({ record }) => record.namespace === namespace && record.name === name);
  const answer = gatherIncident(
    {
      now: () => NOW,
      isKept: false,
      turns: { take: async () => undefined },
      status: () => ({ ...status(), now: NOW }),
      watching: () => [],
      silent: () => [],
      isLive: () => true,
      lease: find,
      handovers: { all: () => handovers, forgottenUntil: () => null },
      history: history ?? keeping(lanes, handovers, asked),
      alertsCompleteFrom: () => completeFrom,
      renewals: createRenewalMemory(),
      latencyAllowanceMs: () => 50,
      alerts: {
        all: () => alerts,
        consequencesOf: () => 0,
        look: () => ({ settings: sameForAll(DEFAULT_RULE_SETTINGS) }),
      },
    },
    parseQuery(INCIDENT_QUERY, new URLSearchParams(search)),
    null,
  );
  return { answer, asked };
}

const lane = (name: string, namespace = 'apps') => ({
  ...{ namespace, name, class: 'controller', handovers: 1, atLeast: false, spans: [] },
});
const moved = (name: string, over: Partial<Handover> = {}) =>
  handover({ id: `${name}-${over.at ?? 0}`, namespace: 'apps', name, at: NOW - 60_000, ...over });

describe('an incident', () => {
  test('is as the OpenAPI document says, with everything that concerns the range', async () => {
    const { answer, asked } = ask('from=now-1h', {
      alerts: [firing(about('lock', 'flapping')), firing(everywhere('slow-renewals'))],
      handovers: [moved('lock')],
      lanes: [lane('lock'), lane('lock', 'elsewhere')],
    });
    const found = await answer;
    expect(IncidentSchema.safeParse(JSON.parse(JSON.stringify(found))).error?.issues ?? []).toEqual([]);
    expect(found).toMatchObject({ asOf: NOW, from: NOW - HOUR, to: NOW, history: { problem: null } });
    expect(found.alerts.items).toHaveLength(2);
    expect(found.timeline.items).toEqual([lane('lock')]);
    expect(found.leases.items).toMatchObject([{ name: 'lock', class: 'controller', durationMs: 15_000 }]);
    expect(found.blindSpots).toMatchObject({ left: 30 });
    expect(found.blindSpots.items).toHaveLength(100);
    expect(asked[0]).toMatchObject({ names: ['lock'], namespaces: ['apps'], moved: false });
    expect(found.rules.find(({ rule }) => rule === 'flapping')?.limits).toHaveLength(3);
  });

  test('ends now, though more was asked for', async () => {
    const found = await ask(`from=${NOW - HOUR}&to=${NOW + HOUR}`).answer;
    expect([found.from, found.to]).toEqual([NOW - HOUR, NOW]);
  });

  test('tells only of the Leases asked for, and of what concerns all', async () => {
    const alerts = [
      firing(about('lock', 'flapping')),
      firing(about('other', 'vacant')),
      firing(everywhere('slow-renewals')),
      firing(about('lock', 'vacant'), { state: 'pending', firedAt: null }),
    ];
    const rules = async (search: string) =>
      (await ask(search, { alerts }).answer).alerts.items.map(({ rule }) => rule).sort();
    expect(await rules('name=lock')).toEqual(['flapping', 'slow-renewals']);
    expect(await rules('namespace=apps')).toEqual(['flapping', 'slow-renewals', 'vacant']);
    expect(await rules('namespace=x')).toEqual(['slow-renewals']);
    expect(await rules('class=controller')).toEqual(['flapping', 'slow-renewals']);
    expect(await rules('q=LOC')).toEqual(['flapping', 'slow-renewals']);
  });

  test('is bounded, and says how much is left out', async () => {
    const many = Array.from({ length: 620 }, (_, i) => moved(`lock-${i}`, { at: NOW - i }));
    const alerts = Array.from({ length: 250 }, (_, i) => firing(about(`bad-${i}`, 'vacant')));
    const found = await ask('', { handovers: many, alerts, leases: [] }).answer;
    expect(found.handovers.items).toHaveLength(500);
    expect(found.handovers.left).toBeNull();
    expect([found.alerts.items.length, found.alerts.left]).toEqual([200, 50]);
    expect([found.leases.items.length, found.leases.left]).toEqual([12, 688]);
    expect(found.timeline.left).toBe(640);
  });

  test('is told without a history, too, and says what is missing', async () => {
    const found = await ask('from=now-1h', {
      history: noHistory(),
      handovers: [moved('lock')],
      alerts: [firing(about('lock', 'flapping'))],
    }).answer;
    expect(found.history.problem).toBe('No history is kept: TENURE_DATABASE_URL is none.');
    expect(found.handovers.items).toHaveLength(1);
    expect(found.leases.items).toMatchObject([{ name: 'lock', insight: null, renewals: [] }]);
  });

  test('is not told from a history that can be read and not written: what happened last is not there', async () => {
    const none = keeping([lane('lock')], [], []);
    const error = { code: 'history_disk_full', message: 'The disk is full.', hint: '' };
    const history: History = { ...none, status: () => ({ ...none.status(), state: 'failing', error }) };
    const found = await ask('from=now-1h', { history, handovers: [moved('lock')] }).answer;
    expect(found.history.problem).toBe('What happened last is not in the history: The disk is full.');
    expect(found.handovers.items).toEqual([moved('lock')]);
    expect(found.timeline.items).toEqual([]);
    expect(found.leases.items).toMatchObject([{ name: 'lock', insight: null }]);
  });

  test('tells alerts that are kept and not remembered any more; of those that cannot be read it says so', async () => {
    const kept = [firing(about('lock', 'vacant'), { state: 'resolved', resolvedAt: NOW - 60_000 })];
    const none = keeping([], [], []);
    const reading = (alerts: History['reads']['alerts']): History => ({
      ...none,
      reads: { ...none.reads, alerts },
    });
    const asked = { alerts: [firing(about('lock', 'flapping'))], completeFrom: NOW - 10 };
    const found = await ask('from=now-2h', { ...asked, history: reading(async () => kept) }).answer;
    expect(found.alerts.items.map(({ rule }) => rule)).toEqual(['flapping', 'vacant']);
    expect([found.alerts.left, found.alertsFrom]).toEqual([
      0,
      status().history.keptFrom ?? status().startedAt,
    ]);
    const failing = await ask('from=now-2h', { ...asked, history: reading(noHistory().reads.alerts) }).answer;
    expect(failing.alerts.items.map(({ rule }) => rule)).toEqual(['flapping']);
    expect(failing.alertsFrom).toBe(NOW - 10);
  });

  test('tells no heartbeat one by one', async () => {
    const node = firing(about('wb-1', 'node-heartbeat-late'));
    node.finding = { ...node.finding, subject: { ...node.finding.subject, namespace: 'kube-node-lease' } };
    const found = await ask('', { alerts: [node] }).answer;
    expect(found.alerts.items).toHaveLength(1);
    expect(found.leases.items).toEqual([]);
  });
});

describe('Leases concerned', () => {
  test('come by their worst alert, then by their handovers, each once', () => {
    const subject = (name: string) => ({ ...alertOf().subject, namespace: 'apps', name });
    const names = concernedNames(
      [
        alertOf({ severity: 'warning', subject: subject('warned') }),
        alertOf({ severity: 'info', subject: subject('bad') }),
        alertOf({ severity: 'critical', subject: subject('bad') }),
        alertOf({ subject: { namespace: null, name: null, node: 'n', holder: null } }),
      ],
      [moved('once'), moved('twice', { at: 1 }), moved('twice', { at: 2 }), moved('bad')],
    );
    expect(names.map(({ name }) => name)).toEqual(['bad', 'warned', 'twice', 'once']);
  });
});

describe('the file', () => {
  test('has a name that says of what it is, in letters that everything bears', () => {
    expect(fileName(incident(), 'html')).toBe('incident-prod-eu-20260305T021407Z-20260305T031407Z.html');
    const named = (name: string | null) =>
      fileName(incident({ cluster: { ...incident().cluster, name } }), 'json');
    expect(named('"; filename=x\r\n../é')).toBe('incident-filename-x-20260305T021407Z-20260305T031407Z.json');
    expect(named(null)).toBe('incident-20260305T021407Z-20260305T031407Z.json');
    expect(named('a'.repeat(500)).length).toBeLessThan(100);
  });

  test('is HTML without being asked, or JSON, and is saved', async () => {
    const page = incidentFile(incident());
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-disposition')).toMatch(/^attachment; filename="incident-[\w-]+\.html"$/);
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'.*; sandbox$/);
    expect(await page.text()).toMatch(/^<!doctype html>/);
    const data = incidentFile(incident(), 'json');
    expect(data.headers.get('content-type')).toBe('application/json');
    expect(await data.json()).toEqual(JSON.parse(JSON.stringify(incident())));
  });
});

describe('texts without end', () => {
  test('are cut, and the incident stays small', async () => {
    const endless = 'x'.repeat(1_000_000);
    const alerts = Array.from({ length: 20 }, (_, i) => {
      const one = about(`l-${i}`, 'vacant');
      return firing({
        ...one,
        evidence: { previousHolder: endless },
        subject: { ...one.subject, holder: endless },
      });
    });
    const handovers = Array.from({ length: 20 }, (_, i) => moved(`l-${i}`, { from: endless, to: endless }));
    const found = await ask('', { alerts, handovers }).answer;
    expect(JSON.stringify(found).length).toBeLessThan(500_000);
    expect(found.alerts.items[0]?.subject.holder).toMatch(/^x{500}…x{499}$/);
    expect((await incidentFile(found).text()).length).toBeLessThan(500_000);
  });
});
