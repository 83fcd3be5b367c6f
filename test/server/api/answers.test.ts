import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { createLeaseBook } from '../../../lib/lease/book.ts';
import { openApiDocument } from '../../../lib/server/api/openapi.ts';
import { parseQuery } from '../../../lib/server/api/query.ts';
import {
  HandoversSchema,
  LeaseDetailSchema,
  LeasesSchema,
  RenewalsSchema,
  StatusSchema,
} from '../../../lib/server/api/schemas.ts';
import { authStatus } from '../../../lib/server/auth/auth-status.ts';
import { readConfig } from '../../../lib/server/config.ts';
import { HANDOVER_QUERY } from '../../../lib/server/kept/handover-query.ts';
import { listHandovers } from '../../../lib/server/kept/list-handovers.ts';
import { createRenewalMemory } from '../../../lib/server/kept/renewal-memory.ts';
import { RENEWAL_QUERY, renewalsOf } from '../../../lib/server/kept/renewal-query.ts';
import { leaseDetail } from '../../../lib/server/leases/lease-detail.ts';
import { LEASE_QUERY } from '../../../lib/server/leases/lease-query.ts';
import { listLeases } from '../../../lib/server/leases/list-leases.ts';
import { leaseRow } from '../../../lib/view/rows.ts';
import { fakeTime } from '../fake-timers.ts';
import { wholeLog } from '../kept/handover-builder.ts';
import { record } from '../leases/lease-builders.ts';
import { noHistory } from '../no-history.ts';
import { status } from '../status-builder.ts';

/** A runtime's parts over a real book that has seen renewals, a release, a takeover and a node. */
function setUp() {
  const time = fakeTime();
  const handovers = wholeLog();
  const renewals = createRenewalMemory();
  const book = createLeaseBook(
    {
      rowChanged: () => undefined,
      renewed: renewals.renewed,
      removed: (lease) => renewals.left(lease, time.now()),
      handover: handovers.add,
    },
    { remembers: false, draw: () => 0 },
  );
  const scope = book.addScope();
  const at = time.now();
  scope.listStarted();
  scope.listed(
    [record(), record({ namespace: 'kube-node-lease', name: 'node-1', class: 'node-heartbeat' })],
    at,
  );
  scope.listDone({ at, blindFrom: null });
  for (let i = 1; i < 8; i++)
    scope.changed(record({ renewTime: `2027-01-15T08:00:${10 + 2 * i}.000000Z` }), at + 2000 * i, false);
  scope.changed(
    record({
      resourceVersion: '9',
      holder: '',
      durationSeconds: 1,
      renewTime: '2027-01-15T08:00:40.000000Z',
    }),
    at + 20_000,
    false,
  );
  scope.changed(
    record({
      resourceVersion: '10',
      holder: 'node-b_2',
      transitions: 1,
      renewTime: '2027-01-15T08:00:42.000000Z',
    }),
    at + 22_000,
    false,
  );
  return {
    timers: time.timers,
    now: () => at + 23_000,
    sight: null,
    isKept: false,
    watching: () => [],
    status: () => ({ ...status(), observedSince: at }),
    handovers,
    renewals,
    history: noHistory(),
    places: { look: async () => ({ type: 'unknown' as const }) },
    lookup: () => null,
    latencyAllowanceMs: () => 50,
    turns: { take: async () => undefined },
    lease: book.get,
    *leases() {
      yield* book.elections();
      yield* book.heartbeats();
    },
    isLive: () => true,
    row: (lease: Parameters<typeof leaseRow>[0], now: number) => leaseRow(lease, now, book.judging(lease)),
  };
}
const query = (text: string) => new URLSearchParams(text);

describe('answers are as the OpenAPI document says', () => {
  const runtime = setUp();
  const cases: [string, z.ZodType, () => unknown][] = [
    ['status', StatusSchema, () => ({ ...status(), auth: authStatus(readConfig({}), null) })],
    ['leases', LeasesSchema, () => listLeases(runtime, parseQuery(LEASE_QUERY, query('')))],
    ['a lease', LeaseDetailSchema, () => leaseDetail(runtime, 'kube-system', 'kube-scheduler')],
    [
      'handovers',
      HandoversSchema,
      () => listHandovers(runtime, parseQuery(HANDOVER_QUERY, query('to=now-0s&from=0'))),
    ],
    [
      'renewals',
      RenewalsSchema,
      () =>
        renewalsOf(runtime, parseQuery(RENEWAL_QUERY, query('namespace=kube-system&name=kube-scheduler'))),
    ],
  ];
  test.each(cases)('%s', async (_, schema, answer) => {
    const onTheWire = JSON.parse(JSON.stringify(await answer()));
    expect(schema.safeParse(onTheWire).error?.issues ?? []).toEqual([]);
  });

  test('and hold something', async () => {
    expect((await listLeases(runtime, parseQuery(LEASE_QUERY, query('')))).items).toHaveLength(2);
    expect([...runtime.handovers.all()]).toMatchObject([{ cause: 'release', to: 'node-b_2' }]);
    const renewals = parseQuery(RENEWAL_QUERY, query('namespace=kube-system&name=kube-scheduler'));
    expect((await renewalsOf(runtime, renewals)).buckets[0]).toMatchObject({ count: 7, maxGapMs: 2000 });
  });

  test('a Lease that is not known is not found, by name', async () => {
    await expect(leaseDetail(runtime, 'a', 'b')).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('a/b'),
    });
  });

  test('renewals without a name are refused', async () => {
    await expect(renewalsOf(runtime, parseQuery(RENEWAL_QUERY, query('namespace=a')))).rejects.toEqual(
      expect.objectContaining({ code: 'invalid_parameter', parameter: 'name' }),
    );
  });
});

describe('the OpenAPI document', () => {
  const text = JSON.stringify(openApiDocument());
  const document = JSON.parse(text) as {
    openapi: string;
    paths: Record<string, Record<string, { parameters: { name: string }[] }>>;
    components: { schemas: Record<string, unknown> };
  };

  test('names every call and its parameters', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toEqual([
      '/api/v1/status',
      '/api/v1/leases',
      '/api/v1/leases/{namespace}/{name}',
      '/api/v1/handovers',
      '/api/v1/renewals',
      '/api/v1/timeline',
      '/api/v1/timeline/overview',
      '/api/v1/blind-spots',
      '/api/v1/leases/{namespace}/{name}/insight',
      '/api/v1/leases/{namespace}/{name}/silences',
      '/api/v1/alerts',
      '/api/v1/rules',
      '/api/v1/nodes',
      '/api/v1/nodes/heat',
      '/api/v1/clocks',
      '/api/v1/silences',
      '/api/v1/silences/{id}',
      '/api/v1/incident',
      '/api/v1/clusters',
      '/api/v1/stream',
      '/api/v1/retry',
      '/api/v1/sign-in',
      '/api/v1/sign-out',
    ]);
    const leases = document.paths['/api/v1/leases']?.get?.parameters.map((parameter) => parameter.name);
    expect(leases).toEqual([
      'q',
      'class',
      'namespace',
      'state',
      'holder',
      'elects',
      'sort',
      'limit',
      'cursor',
    ]);
  });

  test('refers only to schemas it has', () => {
    const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
      (match) => match[1],
    );
    expect(references.length).toBeGreaterThan(10);
    for (const name of references) expect(Object.keys(document.components.schemas)).toContain(name);
    expect(text).not.toContain('"$ref":"__shared');
  });
});
