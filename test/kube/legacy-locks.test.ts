import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KubeFailure } from '../../lib/kube/failure.ts';
import { LEADER_ANNOTATION, legacyLock, MOST_LOCKS, readLegacyLocks } from '../../lib/kube/legacy-locks.ts';
import type { Read, ReadForm } from '../../lib/kube/reader.ts';

const RECORD = {
  holderIdentity: 'old-0_uuid',
  leaseDurationSeconds: 15,
  acquireTime: '2026-05-04T10:00:00Z',
  renewTime: '2026-05-04T10:00:02Z',
  leaderTransitions: 3,
};

function object(annotation: unknown, name = 'old'): unknown {
  return {
    metadata: {
      namespace: 'apps',
      name,
      uid: `uid-${name}`,
      annotations: { [LEADER_ANNOTATION]: annotation },
    },
  };
}
const plain = (name: string): unknown => ({ metadata: { namespace: 'apps', name, annotations: { a: 'b' } } });

describe('the annotation (§7)', () => {
  it('is decoded, its counter by its own name', () => {
    expect(legacyLock(object(JSON.stringify(RECORD)))).toEqual({
      namespace: 'apps',
      name: 'old',
      uid: 'uid-old',
      holder: 'old-0_uuid',
      durationSeconds: 15,
      renewTime: '2026-05-04T10:00:02Z',
      transitions: 3,
    });
  });
  const unread = { holder: null, durationSeconds: null, renewTime: null, transitions: null };
  it.each<[string, unknown]>([
    ['no JSON', 'leader: me'],
    ['another JSON', '[1, "two"]'],
    ['null', 'null'],
    ['empty', ''],
    ['longer than any record', JSON.stringify({ ...RECORD, more: 'x'.repeat(20_000) })],
    [
      'other types',
      JSON.stringify({ holderIdentity: 7, leaseDurationSeconds: '15', renewTime: {}, leaderTransitions: -1 }),
    ],
    ['nobody', JSON.stringify({ holderIdentity: '', leaseDurationSeconds: 0, renewTime: 'x'.repeat(65) })],
    ['a prototype', '{"__proto__": {"holderIdentity": "x"}}'],
  ])('%s: it is there, and says nothing', (_, annotation) =>
    expect(legacyLock(object(annotation))).toMatchObject(unread),
  );
  it('is not there on anything else', () => {
    for (const one of [plain('a'), null, 7, {}, { metadata: [] }, object(7), object(null)])
      expect(legacyLock(one)).toBeNull();
  });
  it('keeps an identity of any length within bounds', () => {
    const holder = legacyLock(object(JSON.stringify({ holderIdentity: 'x'.repeat(9000) })))?.holder;
    expect(holder?.length).toBeLessThanOrEqual(512);
  });
  it('is borne whatever it is', () => {
    const raw = fc.oneof(fc.json(), fc.string(), fc.anything());
    fc.assert(
      fc.property(raw, (annotation) => {
        const lock = legacyLock(object(annotation));
        expect(lock === null).toBe(typeof annotation !== 'string');
      }),
    );
    fc.assert(fc.property(fc.anything(), (item) => void legacyLock(item)));
  });
});

type Asked = { path: string; form: ReadForm | undefined };
const page = (items: unknown[], next?: string): Read => ({
  type: 'body',
  body: { metadata: next === undefined ? {} : { continue: next }, items },
});
const failing = (code: string): Read => ({
  type: 'failure',
  failure: new KubeFailure('protocol', code, 'no', ''),
});

async function reading(answers: Read[], namespace: string | null = null) {
  const asked: Asked[] = [];
  let waits = 0;
  const read = async (path: string, form?: ReadForm): Promise<Read> => {
    asked.push({ path, form });
    return answers.shift() ?? failing('gone');
  };
  const found = await readLegacyLocks({ read }, 'configmaps', namespace, async () => void waits++);
  return { found, asked, waits };
}
const names = (found: Awaited<ReturnType<typeof reading>>['found']) =>
  found.type === 'read' ? found.locks.map(({ name }) => name) : found.type;

describe('reading them', () => {
  it('asks for metadata only, a page after the other, and pauses between', async () => {
    const lock = object(JSON.stringify(RECORD));
    const { found, asked, waits } = await reading([page([plain('a')], 'n1'), page([lock], 'n2'), page([])]);
    expect(names(found)).toEqual(['old']);
    expect(asked.map(({ path }) => path)).toEqual([
      '/api/v1/configmaps?limit=100',
      '/api/v1/configmaps?limit=100&continue=n1',
      '/api/v1/configmaps?limit=100&continue=n2',
    ]);
    expect(asked[0]?.form?.accept).toBe('application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1');
    expect(asked[0]?.form?.mostBytes).toBeLessThanOrEqual(8 * 1024 * 1024);
    expect(waits).toBe(2);
  });
  it('in one namespace', async () => {
    const { asked } = await reading([page([])], 'a b');
    expect(asked[0]?.path).toBe('/api/v1/namespaces/a%20b/configmaps?limit=100');
  });
  it('asks for a page that is too long in smaller ones, and gives up on what is still too long', async () => {
    const one = await reading([failing('too_long'), page([object('x')], 'n'), page([])]);
    expect(names(one.found)).toEqual(['old']);
    expect(one.asked.map(({ path }) => path.split('?')[1])).toEqual([
      'limit=100',
      'limit=5',
      'limit=100&continue=n',
    ]);
    expect(names((await reading([failing('too_long'), failing('too_long')])).found)).toBe('failed');
  });
  it.each<[string, Read[]]>([
    ['a failure', [failing('forbidden')]],
    ['a failure in the middle', [page([], 'n'), failing('expired')]],
    ['no list', [{ type: 'body', body: { items: 'x' } }]],
    ['pages in a circle', [page([], 'n'), page([], 'n')]],
  ])('%s: not known', async (_, answers) =>
    expect((await reading(answers)).found).toEqual({ type: 'failed' }),
  );

  it('keeps so many and no more', async () => {
    const many = Array.from({ length: 300 }, (_, index) => object('x', `lock-${index}`));
    expect(names((await reading([page(many)])).found)).toHaveLength(MOST_LOCKS);
  });
  it('ends when nobody wants to know any more', async () => {
    const read = async (): Promise<Read> => page([], 'n');
    const end = async () => Promise.reject(new Error('not wanted'));
    await expect(readLegacyLocks({ read }, 'endpoints', null, end)).rejects.toThrow('not wanted');
  });
});
