/**
 * Whatever a cluster does and whatever a viewer may see, no answer of any call and no message of any stream says a word
 * that stands in another namespace; and what is said of theirs is what a Tenure says that never watched another one.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, describe, expect, test, vi } from 'vitest';
import type { LoadedBy, Run, World } from '../history/schedule-world.ts';
import { CALLS, call, OTHERS, openReader, saidBy, viewerOf } from './sight-calls.ts';
import {
  createSightWorld,
  type Deed,
  MARKERS,
  NAMESPACES,
  type Step,
  startPart,
  startWhole,
} from './sight-world.ts';

const loading = vi.hoisted<LoadedBy>(() => ({ load: () => ({ type: 'none', lookedFor: [] }) }));
vi.mock('../../lib/kube/cluster.ts', async (original) => ({
  ...(await original<typeof import('../../lib/kube/cluster.ts')>()),
  loadCluster: () => loading.load(),
}));

const root = join(import.meta.dirname, '../..');
const directory = mkdtempSync(join(tmpdir(), 'tenure-sight-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const rulesFile = join(directory, 'rules.yaml');
writeFileSync(rulesFile, `rules:\n${[...MARKERS.values()].map((marker) => `  ${marker}: {}\n`).join('')}`);

const found = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'app'], {
  cwd: root,
  encoding: 'utf8',
}).split('\n');

describe('nothing is forgotten:', () => {
  test('every route is asked here, or somewhere else', () => {
    const routes = found.filter((path) => path.endsWith('/route.ts')).map((path) => path.slice(4, -9));
    expect([...Object.keys(CALLS), ...Object.keys(OTHERS)].toSorted()).toEqual(routes.toSorted());
  });
  test('a page that the server renders has nothing of the cluster', () => {
    const pages = found.filter((path) => /^app\/.*\.tsx$/.test(path));
    const modules = pages.flatMap((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      return [...text.matchAll(/lib\/server\/(?:[\w-]+\/)?([\w-]+)\.ts/g)].map(([, name]) => name);
    });
    expect(pages.length).toBeGreaterThan(5);
    expect([...new Set(modules)].toSorted()).toEqual([
      ...['auth-next', 'auth-status', 'current-viewer', 'finding-page', 'shared-config'],
    ]);
  });
});

const step: fc.Arbitrary<Step> = fc.record({
  lease: fc.nat({ max: 11 }),
  deed: fc.constantFrom<Deed[]>('hand', 'hand', 'release', 'silence', 'silence', 'resume', 'delete'),
  thenMs: fc.constantFrom(100, 2000, 9000, 20_000),
});
const steps = fc.array(step, { minLength: 4, maxLength: 14 });

/** Each Lease that the world begins with. */
const LEASES = [...MARKERS].flatMap(([namespace, marker]) =>
  [0, 1, 2].map((index) => ({
    namespace,
    name: `${namespace === 'kube-node-lease' ? 'node' : 'lock'}-${marker}-${index}`,
  })),
);
type Name = (typeof LEASES)[number];
/** They name nothing, and are compared below. */
const NUMBERS_ONLY = new Set([
  'api/v1/blind-spots',
  'api/v1/clusters',
  'api/v1/leases/[namespace]/[name]/insight',
  'api/v1/leases/[namespace]/[name]/silences',
  'api/v1/status',
  'api/v1/timeline/overview',
]);
/** What is judged together is judged otherwise where fewer are watched, and people silence what they see. */
const OTHERWISE = new Set(['alerts', 'incident', 'rules', 'silences'].map((one) => `api/v1/${one}`));
/** Of one run, drawn by lot, of how it watches, or of alerts. */
const LEFT_OUT = new Set([
  ...['key', 'slow', 'nextCursor', 'feed', 'cluster', 'alerts', 'sees', 'watchedUntil', 'keptFrom'],
  'renewalsKeptFrom',
]);
const isOfLease = (route: string) => route.includes('[name]') || route === 'api/v1/renewals';

type Sight = ReadonlySet<string> | null;
type Played = { world: World; run: Run };

/** In the same moment as somebody who sees everything: an answer that is shared is shared by those who see the same. */
async function ask(
  { world, run: { runtime } }: Played,
  sight: Sight,
  route: string,
  query: string,
  lease: Name | null = null,
): Promise<string> {
  const filled =
    lease === null ? query : query.replace('[namespace]', lease.namespace).replace('[name]', lease.name);
  const answers = [null, sight].map((one) =>
    call(runtime, viewerOf(one), route, filled, lease ?? {}).then(saidBy),
  );
  return (await world.passFor(Promise.all(answers))).at(-1) ?? '';
}

/** What all calls answer that name no Lease of another namespace. */
async function allAnswers(played: Played, sight: Sight): Promise<{ route: string; said: string }[]> {
  const all: { route: string; said: string }[] = [];
  const seen = LEASES.filter(({ namespace }) => sight === null || sight.has(namespace));
  for (const [route, { asks }] of Object.entries(CALLS))
    for (const query of asks)
      for (const lease of isOfLease(route) ? seen : [null])
        all.push({ route, said: await ask(played, sight, route, query, lease) });
  return all;
}

/** A cursor that somebody who sees everything was given is a place in an order, and no more. */
async function answersByCursor(played: Played, sight: Sight): Promise<string[]> {
  const said: string[] = [];
  for (const route of ['alerts', 'handovers', 'leases', 'nodes', 'timeline', 'silences'].map(
    (one) => `api/v1/${one}`,
  )) {
    const cursor = /"nextCursor":"([^"]+)"/.exec(await ask(played, null, route, '?limit=1'))?.[1];
    if (cursor !== undefined) said.push(await ask(played, sight, route, `?limit=100&cursor=${cursor}`));
  }
  return said;
}

/** What is said of the same Leases by both; what is of one run or of the watch of it is left out. */
async function asked(
  runtime: Run['runtime'],
  sight: Sight,
  route: string,
  query: string,
  lease: Name | null,
): Promise<Record<string, unknown>> {
  const filled =
    lease === null ? query : query.replace('[namespace]', lease.namespace).replace('[name]', lease.name);
  const response = await call(runtime, viewerOf(sight), route, filled, lease ?? {});
  const text = await response.text();
  if (response.headers.get('content-type') !== 'application/json') return { text };
  return JSON.parse(text, (key, value: unknown) => (LEFT_OUT.has(key) ? null : value));
}

/** By which the rows of the Leases that are seen are named. */
async function keysSeen(runtime: Run['runtime'], sight: Sight): Promise<number[]> {
  const response = await call(runtime, viewerOf(sight), 'api/v1/leases', '?limit=1000');
  const { items } = (await response.json()) as { items: { key: number }[] };
  return items.map(({ key }) => key);
}

/** What stands around a word, so that a leak is seen at once. */
function contextsOf(word: string, text: string): string[] {
  return [...text.matchAll(new RegExp(`.{0,120}${word}.{0,60}`, 'g'))].map(([context]) => context);
}

let runs = 0;
/** Which routes and streams said a word of a namespace to who sees all: the law is about something. */
const heard = new Set<string>();

async function play(
  { world, act }: ReturnType<typeof createSightWorld>,
  run: Run,
  deeds: readonly Step[],
): Promise<void> {
  await world.pass(40_000);
  for (const [namespace, marker] of MARKERS)
    run.runtime.silences.make({
      matchers: [
        { field: 'namespace', value: namespace },
        { field: 'rule', value: 'vacant' },
      ],
      until: world.time.now() + 3_600_000,
      author: `a-${marker}`,
      comment: `c-${marker}`,
    });
  for (const one of deeds) {
    act(one);
    await world.pass(one.thenMs);
  }
  await world.pass(20_000);
}

/** One clock is off, somebody is silent, somebody lets go, and a Lease changes hands. */
const EVENTFUL: [number, number, Step[], string[]] = [
  1,
  0,
  [
    { lease: 0, deed: 'hand', thenMs: 2000 },
    { lease: 1, deed: 'silence', thenMs: 20_000 },
    { lease: 4, deed: 'silence', thenMs: 20_000 },
    { lease: 7, deed: 'release', thenMs: 20_000 },
    { lease: 9, deed: 'silence', thenMs: 20_000 },
  ],
  ['team-zw9eb'],
];
/** A watch of fewer hears less, and may have to ask whether it is whole before it calls a Lease expired. */
const PROVED_WITHIN_MS = 3000;
/** The machine may have better things to do. */
const WITHIN_MS = 240_000;

describe('what is not seen', () => {
  test(
    'is in no answer and no message, whatever happens',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer(),
          fc.constantFrom(0, 8000),
          steps,
          fc.subarray(NAMESPACES),
          async (seed, offMs, deeds, namespaces) => {
            const made = createSightWorld(seed, offMs, true);
            const { world } = made;
            const run = startWhole(world, `file:${join(directory, `${++runs}.db`)}`, loading, rulesFile);
            const sight = new Set(namespaces);
            await world.pass(5000);
            const readers = [
              await openReader(run.runtime, viewerOf(sight)),
              await openReader(run.runtime, viewerOf(sight), '?name=lock-qk3xa-0&name=node-nd7ud-0'),
              await openReader(run.runtime, viewerOf(sight), '?namespace=team-qk3xa&namespace=team-zw9eb'),
            ];
            const whole = await openReader(run.runtime, viewerOf(null));
            await play(made, run, deeds);
            const played = { world, run };
            const answers = await allAnswers(played, sight);
            const said = [
              ...answers.map((one) => one.said),
              ...(await answersByCursor(played, sight)),
              ...readers.map(({ received }) => JSON.stringify(received)),
            ];
            for (const [namespace, marker] of MARKERS)
              if (!sight.has(namespace)) expect(said.flatMap((text) => contextsOf(marker, text))).toEqual([]);
            for (const one of await allAnswers(played, null))
              if ([...MARKERS.values()].some((marker) => one.said.includes(marker))) {
                heard.add(one.route);
                if (/"node":"on-/.test(one.said)) heard.add('the node of a Pod');
              }
            for (const { event, data } of whole.received)
              if (/qk3xa|zw9eb|jv5oc|nd7ud/.test(JSON.stringify(data))) heard.add(event);
            await run.stop();
          },
        ),
        { numRuns: 4, examples: [EVENTFUL] },
      );
      const naming = Object.keys(CALLS).filter((route) => !NUMBERS_ONLY.has(route));
      const events = ['alert', 'handover', 'patch', 'snapshot'];
      expect([...heard].toSorted()).toEqual([...naming, ...events, 'the node of a Pod'].toSorted());
    },
    WITHIN_MS,
  );

  test('is answered as what never was', async () => {
    const made = createSightWorld(1, 0);
    const run = startWhole(made.world, `file:${join(directory, `${++runs}.db`)}`, loading, rulesFile);
    await play(made, run, [
      { lease: 0, deed: 'hand', thenMs: 9000 },
      { lease: 0, deed: 'silence', thenMs: 20_000 },
    ]);
    const played = { world: made.world, run };
    const never = { namespace: 'team-never', name: 'lock-never-0' };
    const there = { namespace: 'team-qk3xa', name: 'lock-qk3xa-0' };
    const sight = new Set(['team-zw9eb']);
    for (const [route, { asks }] of Object.entries(CALLS).filter(([one]) => isOfLease(one)))
      for (const query of asks) {
        const timeless = (text: string) => text.replace(/\b1[0-9]{12}\b/g, 'AT');
        const hidden = await ask(played, sight, route, query, there);
        const asNever = hidden
          .replaceAll(there.namespace, never.namespace)
          .replaceAll(there.name, never.name);
        expect(timeless(asNever)).toBe(timeless(await ask(played, sight, route, query, never)));
        expect(await ask(played, null, route, query, there)).not.toBe(hidden);
      }
    await run.stop();
  });
});

describe('what is seen', () => {
  test(
    'is what a Tenure says that watches nothing else',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer(),
          steps,
          fc.subarray(NAMESPACES, { minLength: 1 }),
          async (seed, deeds, namespaces) => {
            const made = createSightWorld(seed, 0);
            const { world } = made;
            const file = join(directory, `${++runs}`);
            const whole = startWhole(world, `file:${file}.whole.db`, loading, rulesFile);
            const part = startPart(world, `file:${file}.part.db`, loading, namespaces);
            await play(made, whole, deeds);
            const keys = await keysSeen(whole.runtime, new Set(namespaces));
            expect(new Set(keys).size).toBe(keys.length);
            // Counted, not one of them would be more than there are.
            if (keys.length > 0) expect(Math.max(...keys)).toBeGreaterThan(LEASES.length);
            for (const [route, { asks }] of Object.entries(CALLS)) {
              if (OTHERWISE.has(route)) continue;
              for (const query of asks) {
                const leases = LEASES.filter(({ namespace }) => namespaces.includes(namespace));
                for (const lease of isOfLease(route) ? leases : [null]) {
                  const both = () =>
                    world.passFor(
                      Promise.all([
                        asked(whole.runtime, new Set(namespaces), route, query, lease),
                        asked(part.runtime, null, route, query, lease),
                      ]),
                    );
                  let [seen, alone] = await both();
                  if (!isDeepStrictEqual(seen, alone)) {
                    await world.pass(PROVED_WITHIN_MS);
                    [seen, alone] = await both();
                  }
                  expect({ route, query, ...seen }).toEqual({ route, query, ...alone });
                }
              }
            }
            await whole.stop();
            await part.stop();
          },
        ),
        { numRuns: 3 },
      );
    },
    WITHIN_MS,
  );
});
