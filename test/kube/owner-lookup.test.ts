import { describe, expect, it } from 'vitest';
import { KubeFailure } from '../../lib/kube/failure.ts';
import { createOwnerLookup, type PodOwner } from '../../lib/kube/owner-lookup.ts';
import type { Read } from '../../lib/kube/reader.ts';

const RS: PodOwner = { namespace: 'apps', kind: 'ReplicaSet', name: 'web-6d4cf56db6' };

function pod(owner: string, over: { ready?: string; kind?: string; ending?: boolean } = {}): unknown {
  return {
    metadata: {
      namespace: 'apps',
      name: `${owner}-x7k2p`,
      ownerReferences: [{ kind: over.kind ?? 'ReplicaSet', name: owner, controller: true }],
      ...(over.ending === true ? { deletionTimestamp: '2026-05-04T10:00:00Z' } : {}),
    },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: over.ready ?? 'True' }] },
  };
}
const listed = (items: unknown[], next?: string): Read => ({
  type: 'body',
  body: { metadata: next === undefined ? {} : { continue: next }, items },
});
const denied: Read = { type: 'failure', failure: new KubeFailure('forbidden', 'forbidden', 'no', '') };

async function asked(owner: PodOwner, ...answers: Read[]) {
  const paths: string[] = [];
  const read = async (path: string): Promise<Read> => {
    paths.push(path);
    return answers.shift() ?? denied;
  };
  return { pods: await createOwnerLookup({ read }).ownedPods(owner), paths };
}

describe('the Pods of an owner (§10, no standby)', () => {
  it('of a ReplicaSet are found by the hash in its name', async () => {
    const { pods, paths } = await asked(
      RS,
      listed([pod(RS.name), pod(RS.name), pod(RS.name, { ready: 'False' })]),
    );
    expect(pods).toEqual({ pods: 3, ready: 2 });
    expect(paths).toEqual([
      '/api/v1/namespaces/apps/pods?fieldSelector=status.phase%3DRunning&labelSelector=pod-template-hash%3D6d4cf56db6&limit=500',
    ]);
  });
  it('while it rolls out those of the ReplicaSets beside it count, and of no other Deployment', async () => {
    const beside = [pod('web-79c8f7d6b5'), pod('web-admin-6d4cf56db6'), pod('api-6d4cf56db6')];
    const { pods, paths } = await asked(RS, listed([pod(RS.name)]), listed([pod(RS.name), ...beside]));
    expect(pods).toEqual({ pods: 2, ready: 2 });
    expect(paths[1]).toContain('labelSelector=pod-template-hash&');
  });
  it.each<[PodOwner, unknown[], { pods: number; ready: number }]>([
    [
      { namespace: 'apps', kind: 'StatefulSet', name: 'db' },
      [
        pod('db', { kind: 'StatefulSet' }),
        pod('db', { kind: 'DaemonSet' }),
        pod('db-2', { kind: 'StatefulSet' }),
      ],
      { pods: 1, ready: 1 },
    ],
    // Made by hand: there is no Deployment.
    [{ ...RS, name: 'bare' }, [pod('bare'), pod('bare-6d4cf56db6')], { pods: 1, ready: 1 }],
  ])('%o: those it owns itself', async (owner, items, pods) => {
    expect(await asked(owner, listed(items))).toMatchObject({
      pods,
      paths: [expect.not.stringContaining('label')],
    });
  });
  it('who is about to end takes nothing over', async () => {
    const { pods } = await asked(
      RS,
      listed([pod(RS.name), pod(RS.name, { ending: true })]),
      listed([pod(RS.name)]),
    );
    expect(pods).toEqual({ pods: 1, ready: 1 });
  });
  it.each<[string, Read[]]>([
    ['denied', [denied]],
    ['denied for the whole namespace', [listed([]), denied]],
    ['not read to its end', [listed([pod(RS.name)]), listed([pod(RS.name)], 'more')]],
  ])('%s: not known', async (_, answers) => expect((await asked(RS, ...answers)).pods).toBeNull());

  it('bears any answer', async () => {
    for (const body of [null, 7, {}, { items: [null, 7, { metadata: { ownerReferences: 'x' } }] }])
      expect((await asked(RS, { type: 'body', body }, { type: 'body', body })).pods).toEqual({
        pods: 0,
        ready: 0,
      });
  });
});
