/** What a write leaves behind: on the simulator and on a real API server alike. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../setup/process.ts';
import { suiteName } from '../setup/requirements.ts';
import { at, type Client, type Json, listAt, textAt } from './client.ts';
import { create, createNamespace, inNamespace, lease, put, SPEC } from './leases.ts';
import { SERVERS, type ServerUnderTest } from './servers.ts';

const SPEC_FIELDS = {
  'f:acquireTime': {},
  'f:holderIdentity': {},
  'f:leaseDurationSeconds': {},
  'f:leaseTransitions': {},
  'f:renewTime': {},
};
const version = (lease: Json) => textAt(lease, 'metadata', 'resourceVersion');
const managed = (lease: Json) => listAt(lease, 'metadata', 'managedFields');

for (const kind of SERVERS) {
  describe.skipIf(kind.lacking !== null)(suiteName(`writing to ${kind.name}`, kind.lacking), () => {
    let server: ServerUnderTest;
    let client: Client;
    beforeAll(async () => {
      server = await kind.start();
      client = server.client;
    }, 120_000);
    afterAll(() => server?.stop());
    const patch = (namespace: string, name: string, body: Json, userAgent: string) =>
      client.ask('PATCH', inNamespace(namespace, name), {
        body,
        userAgent,
        contentType: 'application/merge-patch+json',
      });

    test('§8 managedFields hold the renewal, by whom and when, and move with each', async () => {
      const namespace = await createNamespace(client);
      const first = await create(client, namespace, 'a');
      const stamp = textAt(managed(first)[0], 'time');
      expect(managed(first)).toEqual([
        {
          manager: 'contract',
          operation: 'Update',
          apiVersion: 'coordination.k8s.io/v1',
          time: stamp,
          fieldsType: 'FieldsV1',
          fieldsV1: { 'f:spec': SPEC_FIELDS },
        },
      ]);
      expect(stamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      let latest = first;
      let renewals = 0;
      const renew = async () => {
        const micros = String(++renewals).padStart(6, '0');
        const { json, status } = await put(client, latest, {
          ...SPEC,
          renewTime: `2026-03-18T03:14:11.${micros}Z`,
        });
        expect(status).toBe(200);
        expect(version(json)).not.toBe(version(latest));
        expect(managed(json)).toHaveLength(1);
        expect(at(managed(json)[0], 'fieldsV1')).toEqual({ 'f:spec': SPEC_FIELDS });
        latest = json;
        return textAt(managed(json)[0], 'time') > stamp ? true : null;
      };
      await until('the server stamp to move', renew, 5_000);
      expect(textAt(latest, 'metadata', 'creationTimestamp')).toBe(
        textAt(first, 'metadata', 'creationTimestamp'),
      );
      expect((await client.ask('GET', inNamespace(namespace, 'a'))).json).toEqual(latest);
    });

    test('§8 a hand-edited holder is another manager, and leaves renewTime and its stamp alone', async () => {
      const namespace = await createNamespace(client);
      const first = await create(client, namespace, 'a');
      const { json } = await patch(namespace, 'a', { spec: { holderIdentity: 'thief' } }, 'hand/1');
      const { 'f:holderIdentity': holder, ...others } = SPEC_FIELDS;
      const by = (manager: string) => managed(json).find((entry) => at(entry, 'manager') === manager);
      expect(at(by('hand'), 'fieldsV1')).toEqual({ 'f:spec': { 'f:holderIdentity': holder } });
      expect(at(by('contract'), 'fieldsV1')).toEqual({ 'f:spec': others });
      expect(at(by('contract'), 'time')).toBe(at(managed(first)[0], 'time'));
      expect(at(json, 'spec')).toEqual({ ...SPEC, holderIdentity: 'thief' });
    });

    test('§2 release and takeover as client-go writes them', async () => {
      const namespace = await createNamespace(client);
      const first = await create(client, namespace, 'a');
      const time = '2026-03-18T03:15:00.000007Z';
      const empty = {
        holderIdentity: '',
        leaseDurationSeconds: 1,
        acquireTime: time,
        renewTime: time,
        leaseTransitions: 3,
      };
      const released = await put(client, first, empty);
      expect(at(released.json, 'spec')).toEqual(empty);
      const taken = await put(
        client,
        released.json,
        { ...empty, holderIdentity: 'pod-b_2', leaseDurationSeconds: 15, leaseTransitions: 4 },
        'other/1',
      );
      expect(at(taken.json, 'spec', 'leaseTransitions')).toBe(4);
      expect(textAt(taken.json, 'metadata', 'uid')).toBe(textAt(first, 'metadata', 'uid'));
      const owner = managed(taken.json).find((entry) => at(entry, 'manager') === 'other');
      expect(at(owner, 'fieldsV1')).toEqual({
        'f:spec': { 'f:holderIdentity': {}, 'f:leaseDurationSeconds': {}, 'f:leaseTransitions': {} },
      });
    });

    test('labels move the version and say nothing about the holder; null removes', async () => {
      const namespace = await createNamespace(client);
      const first = await create(client, namespace, 'a');
      const { json } = await patch(
        namespace,
        'a',
        { metadata: { labels: { x: 'y' } }, spec: { renewTime: null } },
        'hand/1',
      );
      const { renewTime: _gone, ...rest } = SPEC;
      expect(at(json, 'spec')).toEqual(rest);
      expect(at(json, 'metadata', 'labels')).toEqual({ x: 'y' });
      expect(version(json)).not.toBe(version(first));
      const hand = managed(json).find((entry) => at(entry, 'manager') === 'hand');
      expect(at(hand, 'fieldsV1')).toEqual({ 'f:metadata': { 'f:labels': { '.': {}, 'f:x': {} } } });
    });

    test('a write that changes nothing is none', async () => {
      const namespace = await createNamespace(client);
      const first = await create(client, namespace, 'a');
      expect((await put(client, first, SPEC)).json).toEqual(first);
      expect((await patch(namespace, 'a', { spec: { holderIdentity: 'pod-a_1' } }, 'hand/1')).json).toEqual(
        first,
      );
    });

    test('§1 every field of a spec may be absent; times far away are accepted', async () => {
      const namespace = await createNamespace(client);
      expect(at(await create(client, namespace, 'none', {}), 'spec')).toEqual({});
      const far = { acquireTime: '0001-01-02T00:00:00.000000Z', renewTime: '9999-12-31T23:59:59.999999Z' };
      expect(at(await create(client, namespace, 'far', far), 'spec')).toEqual(far);
      const short = lease('short', { renewTime: '2026-03-18T03:14:07Z' });
      const refused = await client.ask('POST', inNamespace(namespace), { body: short });
      expect(refused.status).toBe(400);
      expect(textAt(refused.json, 'message')).toBe(
        'Lease in version "v1" cannot be handled as a Lease: parsing time "2026-03-18T03:14:07Z" as "2006-01-02T15:04:05.000000Z07:00": cannot parse "Z" as ".000000"',
      );
      const zoned = { renewTime: '2026-03-18T03:14:07.123456+02:00' };
      expect(at(await create(client, namespace, 'zoned', zoned), 'spec')).toEqual({
        renewTime: '2026-03-18T01:14:07.123456Z',
      });
    });

    test('a deletion answers with a Status', async () => {
      const namespace = await createNamespace(client);
      const first = await create(client, namespace, 'a');
      const { status, json } = await client.ask('DELETE', inNamespace(namespace, 'a'));
      expect(status).toBe(200);
      expect(json).toEqual({
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Success',
        details: {
          name: 'a',
          group: 'coordination.k8s.io',
          kind: 'leases',
          uid: textAt(first, 'metadata', 'uid'),
        },
      });
    });
  });
}
