/** What is refused, and in which words: on the simulator and on a real API server alike. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { suiteName } from '../setup/requirements.ts';
import { type Client, type Json, textAt } from './client.ts';
import { create, createNamespace, inNamespace, LEASES, lease, put, SPEC } from './leases.ts';
import { SERVERS, type ServerUnderTest } from './servers.ts';

const failure = (code: number, reason: string, message: string, details?: Json) => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message,
  ...(reason === '' ? {} : { reason }),
  ...(details === undefined ? {} : { details }),
  code,
});
const named = (name: string, kind = 'leases') => ({ name, group: 'coordination.k8s.io', kind });

for (const kind of SERVERS) {
  describe.skipIf(kind.lacking !== null)(suiteName(`refusals of ${kind.name}`, kind.lacking), () => {
    let server: ServerUnderTest;
    let client: Client;
    beforeAll(async () => {
      server = await kind.start();
      client = server.client;
    }, 120_000);
    afterAll(() => server?.stop());
    const expectStatus = async (asked: ReturnType<Client['ask']>, expected: ReturnType<typeof failure>) => {
      const answer = await asked;
      expect(answer.json).toEqual(expected);
      expect(answer.status).toBe(expected.code);
      expect(answer.header('content-type')).toBe('application/json');
    };

    test('a token that nobody has: 401', async () => {
      for (const path of [LEASES, '/version', `${LEASES}?watch=true`]) {
        await expectStatus(
          client.ask('GET', path, { token: 'wrong' }),
          failure(401, 'Unauthorized', 'Unauthorized'),
        );
      }
    });

    test('a user without rights: 403, saying what is missing', async () => {
      const token = server.viewerToken;
      const group = 'in API group "coordination.k8s.io"';
      const cannot = (verb: string, where: string, name?: string, core?: boolean) => {
        const resource = core === true ? 'nodes' : 'leases';
        const full = core === true ? 'nodes' : 'leases.coordination.k8s.io';
        const subject = name === undefined ? `${full} is` : `${full} "${name}" is`;
        const details = {
          ...(name === undefined ? {} : { name }),
          ...(core === true ? {} : { group: 'coordination.k8s.io' }),
          kind: resource,
        };
        return failure(
          403,
          'Forbidden',
          `${subject} forbidden: User "viewer" cannot ${verb} resource "${resource}" ${core === true ? 'in API group ""' : group} ${where}`,
          details,
        );
      };
      const everywhere = 'at the cluster scope';
      const inside = 'in the namespace "kube-system"';
      await expectStatus(client.ask('GET', LEASES, { token }), cannot('list', everywhere));
      await expectStatus(client.ask('GET', `${LEASES}?watch=true`, { token }), cannot('watch', everywhere));
      await expectStatus(client.ask('GET', inNamespace('kube-system'), { token }), cannot('list', inside));
      await expectStatus(
        client.ask('GET', inNamespace('kube-system', 'foo'), { token }),
        cannot('get', inside, 'foo'),
      );
      await expectStatus(
        client.ask('DELETE', inNamespace('kube-system', 'foo'), { token }),
        cannot('delete', inside, 'foo'),
      );
      await expectStatus(
        client.ask('GET', '/api/v1/nodes/x', { token }),
        cannot('get', everywhere, 'x', true),
      );
      await expectStatus(
        client.ask('GET', '/foo', { token }),
        failure(403, 'Forbidden', 'forbidden: User "viewer" cannot get path "/foo"', {}),
      );
      const nobody = await client.ask('GET', LEASES, { token: null });
      expect(nobody.status).toBe(403);
      expect(textAt(nobody.json, 'message')).toContain(
        'User "system:anonymous" cannot list resource "leases"',
      );
    });

    test('what is not there: 404', async () => {
      const gone = 'leases.coordination.k8s.io "nope" not found';
      await expectStatus(
        client.ask('GET', inNamespace('kube-system', 'nope')),
        failure(404, 'NotFound', gone, named('nope')),
      );
      await expectStatus(
        client.ask('DELETE', inNamespace('kube-system', 'nope')),
        failure(404, 'NotFound', gone, named('nope')),
      );
      await expectStatus(
        client.ask('GET', '/api/v1/namespaces/kube-system/pods/nope'),
        failure(404, 'NotFound', 'pods "nope" not found', { name: 'nope', kind: 'pods' }),
      );
      await expectStatus(
        client.ask('POST', inNamespace('nowhere'), { body: lease('a') }),
        failure(404, 'NotFound', 'namespaces "nowhere" not found', { name: 'nowhere', kind: 'namespaces' }),
      );
      const unknown = failure(404, 'NotFound', 'the server could not find the requested resource', {});
      await expectStatus(client.ask('GET', '/apis/coordination.k8s.io/v1/things'), unknown);
      for (const path of ['/nope', '/apis/nope.io/v1/things']) {
        const { status, text, header } = await client.ask('GET', path);
        expect([status, text]).toEqual([404, '404 page not found\n']);
        expect(header('content-type')).toContain('text/plain');
      }
    });

    test('§1 a write against an old version, or without one', async () => {
      const namespace = await createNamespace(client);
      const seen = await create(client, namespace, 'a');
      const stale =
        'Operation cannot be fulfilled on leases.coordination.k8s.io "a": the object has been modified; please apply your changes to the latest version and try again';
      expect((await put(client, seen, { ...SPEC, renewTime: '2026-03-18T03:14:11.000002Z' })).status).toBe(
        200,
      );
      await expectStatus(
        put(client, seen, { ...SPEC, holderIdentity: 'b' }),
        failure(409, 'Conflict', stale, named('a')),
      );
      const body = lease('a', SPEC);
      const message = 'Invalid value: 0: must be specified for an update';
      await expectStatus(
        client.ask('PUT', inNamespace(namespace, 'a'), { body }),
        failure(
          422,
          'Invalid',
          `leases.coordination.k8s.io "a" is invalid: metadata.resourceVersion: ${message}`,
          {
            ...named('a'),
            causes: [{ reason: 'FieldValueInvalid', message, field: 'metadata.resourceVersion' }],
          },
        ),
      );
      await expectStatus(
        client.ask('POST', inNamespace(namespace), { body }),
        failure(409, 'AlreadyExists', 'leases.coordination.k8s.io "a" already exists', named('a')),
      );
    });

    test('§2 a write to a Lease that was deleted meanwhile: refused with its uid, creates without', async () => {
      const namespace = await createNamespace(client);
      const seen = await create(client, namespace, 'a');
      await client.ask('DELETE', inNamespace(namespace, 'a'));
      const refused = await put(client, seen, SPEC);
      expect(refused.status).toBe(409);
      expect(textAt(refused.json, 'reason')).toBe('Conflict');
      expect(textAt(refused.json, 'message')).toContain('Precondition failed: UID in precondition');
      const created = await client.ask('PUT', inNamespace(namespace, 'a'), {
        body: lease('a', SPEC, { resourceVersion: '1' }),
      });
      expect(created.status).toBe(201);
      expect(textAt(created.json, 'metadata', 'uid')).not.toBe(textAt(seen, 'metadata', 'uid'));
    });

    test('§1 a duration of nothing and a negative counter', async () => {
      const namespace = await createNamespace(client);
      for (const [field, value, rule] of [
        ['leaseDurationSeconds', 0, 'must be greater than 0'],
        ['leaseTransitions', -1, 'must be greater than or equal to 0'],
      ] as const) {
        const message = `Invalid value: ${value}: ${rule}`;
        await expectStatus(
          client.ask('POST', inNamespace(namespace), { body: lease('bad', { [field]: value }) }),
          failure(422, 'Invalid', `Lease.coordination.k8s.io "bad" is invalid: spec.${field}: ${message}`, {
            ...named('bad', 'Lease'),
            causes: [{ reason: 'FieldValueInvalid', message, field: `spec.${field}` }],
          }),
        );
      }
      const wrongType = await client.ask('POST', inNamespace(namespace), {
        body: lease('bad', { leaseTransitions: 'x' }),
      });
      expect([wrongType.status, textAt(wrongType.json, 'reason')]).toEqual([400, 'BadRequest']);
      const noJson = await client.ask('POST', inNamespace(namespace), { body: 'nope' });
      expect([noJson.status, textAt(noJson.json, 'reason')]).toEqual([400, 'BadRequest']);
    });

    test('a method or a body of the wrong kind; a resourceVersion that is no number', async () => {
      const namespace = await createNamespace(client);
      await create(client, namespace, 'a');
      const method = failure(
        405,
        'MethodNotAllowed',
        'the server does not allow this method on the requested resource',
        {},
      );
      await expectStatus(client.ask('PATCH', inNamespace(namespace), { body: {} }), method);
      const media = failure(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});
      await expectStatus(client.ask('PATCH', inNamespace(namespace, 'a'), { body: {} }), media);
      const message =
        'resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax';
      await expectStatus(
        client.ask('GET', `${LEASES}?watch=true&resourceVersion=abc`),
        failure(500, '', message),
      );
      const garbage = await client.ask('GET', `${LEASES}?limit=1&continue=garbage`);
      expect([garbage.status, textAt(garbage.json, 'reason')]).toEqual([400, 'BadRequest']);
      expect(textAt(garbage.json, 'message')).toMatch(/^invalid continue token: continue key is not valid: /);
    });
  });
}
