/** Attacks by somebody who has been let in, and sees one namespace, on what lies in the others. */
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { until } from '../setup/process.ts';
import { type Reviewer, startReviewer } from '../setup/reviewer.ts';
import { type Server, type Simulator, startServer, startSimulator } from '../setup/stack.ts';

const HOUR = 3_600_000;
const OWN = 'payments';
/** Of others than `payments` in the demo cluster. */
const FOREIGN =
  /kube-scheduler|kube-system|cert-manager|knative|karpenter|argo-rollouts|tekton|strimzi|ingress-nginx/;
const BEN = { authorization: 'Bearer ben-token' };
const ANA = { authorization: 'Bearer ana-token' };

describe('attacks on what somebody does not see', () => {
  let simulator: Simulator;
  let reviewer: Reviewer;
  let server: Server;
  beforeAll(async () => {
    simulator = await startSimulator('--no-story');
    reviewer = await startReviewer(simulator.url, {
      'ana-token': { user: 'ana' },
      'ben-token': { user: 'ben', namespaces: [OWN] },
    });
    server = await startServer(
      {
        KUBECONFIG: reviewer.kubeconfig,
        TENURE_AUTH: 'token',
        TENURE_SESSION_KEY: 'a session key of these tests, of 32 characters at least',
        TENURE_TRUSTED_PROXIES: '127.0.0.0/8',
      },
      ANA,
    );
    await server.waitFor('live');
    await lease('POST', '', OWN, '=cmd|calc!A1_a');
    await until('the new Lease', async () =>
      (await saidTo(ANA, '/api/v1/leases?q=hostile')).includes('calc') ? true : null,
    );
    await lease('PUT', '/hostile', OWN, '@SUM(1)_b');
    await until('its handover', async () =>
      (await saidTo(ANA, '/api/v1/handovers')).includes('@SUM') ? true : null,
    );
  });
  afterAll(async () => {
    await server?.stop();
    await reviewer?.stop();
    await simulator?.stop();
  });

  const ask = (path: string, headers: Record<string, string>, init: RequestInit = {}) =>
    fetch(server.origin + path, { redirect: 'manual', ...init, headers: { ...headers, ...init.headers } });
  const saidTo = async (who: Record<string, string>, path: string): Promise<string> =>
    (await ask(path, who)).text();
  async function lease(
    method: string,
    path: string,
    namespace: string,
    holderIdentity: string,
  ): Promise<void> {
    const url = `${simulator.url}/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases${path}`;
    const headers = { authorization: 'Bearer admin-token', 'content-type': 'application/json' };
    const before = path === '' ? {} : ((await (await fetch(url, { headers })).json()) as object);
    const now = new Date().toISOString().replace('Z', '000Z');
    const answer = await fetch(url, {
      method,
      headers,
      body: JSON.stringify({
        apiVersion: 'coordination.k8s.io/v1',
        kind: 'Lease',
        metadata: { name: 'hostile', namespace },
        ...before,
        spec: {
          holderIdentity,
          leaseDurationSeconds: 15,
          leaseTransitions: path === '' ? 1 : 2,
          acquireTime: now,
          renewTime: now,
        },
      }),
    });
    if (!answer.ok) throw new Error(`${method}: ${answer.status} ${await answer.text()}`);
  }
  const silence = (...values: [field: string, value: string][]) =>
    JSON.stringify({
      matchers: values.map(([field, value]) => ({ field, value })),
      until: Date.now() + HOUR,
      author: 'ben',
      comment: 'beyond',
    });
  const JSON_TYPE = { 'content-type': 'application/json' };

  test.each([
    'KUBE-SYSTEM',
    'kube-system ',
    ' kube-system',
    'kube\u2010system',
    'ｋｕｂｅ-ｓｙｓｔｅｍ',
    'kube-system\u0000',
    'kube-ſystem',
    'kube-system/',
    'kube-system%00',
    '%6bube-system',
    '*',
    'payments,kube-system',
    'payments/../kube-system',
    'kube-system',
  ])('63 no spelling of a namespace shows what is in it: %j', async (namespace) => {
    for (const call of ['leases', 'handovers', 'timeline', 'alerts']) {
      const query = new URLSearchParams([
        ['namespace', namespace],
        ['namespace', OWN],
        ['from', 'now-10m'],
      ]);
      if (call === 'leases') query.delete('from');
      expect(await saidTo(BEN, `/api/v1/${call}?${query}`)).not.toMatch(FOREIGN);
    }
    const one = await ask(`/api/v1/leases/${encodeURIComponent(namespace)}/kube-scheduler`, BEN);
    expect(one.status).toBe(404);
    expect(await one.text()).not.toContain('"holder"');
  });

  test.each(['leases', 'handovers', 'timeline', 'alerts', 'nodes', 'silences'])(
    '64 a cursor of somebody who sees all is a place in an order and no more: %s',
    async (call) => {
      for (const cursor of [
        /"nextCursor":"([^"]+)"/.exec(await saidTo(ANA, `/api/v1/${call}?limit=1`))?.[1],
        Buffer.from(JSON.stringify({ order: 'urgency', after: [0, 0, 'kube-system'] })).toString('base64url'),
        Buffer.from('{"order":"urgency","after":{"__proto__":[]}}').toString('base64url'),
      ])
        if (cursor !== undefined)
          expect(await saidTo(BEN, `/api/v1/${call}?cursor=${cursor}`)).not.toMatch(FOREIGN);
    },
  );

  test.each<[string, [string, string][]]>([
    ['no namespace', [['name', '*']]],
    ['another namespace', [['namespace', 'kube-system']]],
    ['all namespaces', [['namespace', '*']]],
    ['more than one', [['namespace', 'payment*']]],
    ['capitals', [['namespace', 'PAYMENTS']]],
    ['a space', [['namespace', 'payments ']]],
    ['another field', [['name', OWN]]],
    ['a rule', [['rule', 'vacant']]],
  ])('65 no silence reaches beyond what its maker sees: %s', async (_, matchers) => {
    const made = await ask('/api/v1/silences', BEN, {
      method: 'POST',
      headers: JSON_TYPE,
      body: silence(...matchers),
    });
    expect([400, 403]).toContain(made.status);
    expect(await saidTo(ANA, '/api/v1/silences')).not.toContain('beyond');
  });

  it('66 a silence of others is neither seen nor ended, in the words for one that never was', async () => {
    const made = await ask('/api/v1/silences', ANA, {
      method: 'POST',
      headers: JSON_TYPE,
      body: silence(['namespace', 'kube-system']).replace('beyond', 'of ana'),
    });
    const { id } = (await made.json()) as { id: string };
    expect(await saidTo(BEN, '/api/v1/silences')).not.toContain(id);
    const [ended, none] = await Promise.all(
      [id, '00000000-0000-0000-0000-000000000000'].map(async (one) => {
        const answer = await ask(`/api/v1/silences/${one}`, BEN, { method: 'DELETE', headers: JSON_TYPE });
        return [answer.status, await answer.text()];
      }),
    );
    expect(ended).toEqual(none);
    expect(ended?.[0]).toBe(404);
  });

  it('67 a Lease that is not seen and one that never was are answered alike, headers and all', async () => {
    for (const rest of ['', '/insight']) {
      const [unseen, absent] = await Promise.all(
        ['kube-system/kube-scheduler', 'kube-abcdef/kube-abcdefghi'].map(async (path) => {
          const answer = await ask(`/api/v1/leases/${path}${rest}`, BEN);
          const headers = [...answer.headers].filter(([name]) => name !== 'date');
          const text = (await answer.text()).replaceAll(/\d{10,}/g, '0');
          return {
            status: answer.status,
            headers,
            text: text.replace(path.split('/')[0] ?? '', '').replace(path.split('/')[1] ?? '', ''),
          };
        }),
      );
      expect(unseen).toEqual(absent);
    }
  });

  it('68 answers that many are given at once are given to none who sees less', async () => {
    // Of kube-system they are told the uid, which names the cluster.
    const foreignIn = (text = '') => FOREIGN.exec(text.replaceAll('Uid of kube-system', ''));
    const heard: string[] = [];
    const calls = [
      'leases?limit=1000',
      'status',
      'rules',
      'clocks',
      'nodes',
      'nodes/heat',
      'alerts',
      'incident?format=json',
      'incident',
      'handovers?format=csv',
      'handovers?format=ndjson',
      'timeline/overview',
      'clusters',
    ];
    for (const call of calls) {
      const asked = Array.from({ length: 4 }, (_, index) =>
        saidTo(index % 2 === 0 ? ANA : BEN, `/api/v1/${call}`),
      );
      const said = await Promise.all(asked);
      if (foreignIn(said[0]) !== null) heard.push(call);
      for (const text of [said[1], said[3]]) expect([call, foreignIn(text)]).toEqual([call, null]);
    }
    expect(heard).toContain('leases?limit=1000');
  });

  it('69 a stream of one namespace says nothing of others, whatever it is asked to go on from', async () => {
    const first = async (who: Record<string, string>, lastId = ''): Promise<string> => {
      const abort = new AbortController();
      const answer = await ask('/api/v1/stream', who, {
        signal: abort.signal,
        headers: lastId === '' ? {} : { 'last-event-id': lastId },
      });
      const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
      let text = '';
      while (!/\nid: .*\n/.test(text)) {
        const piece = await reader?.read();
        if (piece?.value === undefined) break;
        text += piece.value;
      }
      abort.abort();
      return text;
    };
    const all = await first(ANA);
    expect(all).toMatch(FOREIGN);
    const id = /\nid: (.*)\n/.exec(all)?.[1] ?? '';
    expect(id).not.toBe('');
    const instance = id.slice(0, id.lastIndexOf('.'));
    for (const lastId of ['', id, `${instance}.0`, `${instance}.-1`]) {
      const own = await first(BEN, lastId);
      expect(own).toContain('event: snapshot');
      expect(own).not.toMatch(FOREIGN);
    }
  });

  it('70 what others may see is asked for by nobody: another cluster, a parameter, a header', async () => {
    expect((await ask('/api/v1/handovers?cluster=x', BEN)).status).toBe(403);
    expect((await ask('/metrics', BEN)).status).toBe(403);
    for (const name of ['sight', 'user', 'viewer', 'among', 'namespaces'])
      expect((await ask(`/api/v1/leases?${name}=*`, BEN)).status).toBe(400);
    const headers = {
      'X-Forwarded-User': 'ana',
      'Impersonate-User': 'ana',
      'X-Remote-Group': 'system:masters',
      'X-Tenure-Sight': '*',
    };
    expect(await saidTo({ ...BEN, ...headers }, '/api/v1/leases?limit=1000')).not.toMatch(FOREIGN);
  });

  it('71 a file that a spreadsheet opens holds no formula of a holder', async () => {
    const csv = await saidTo(BEN, '/api/v1/handovers?format=csv');
    expect(csv).toContain("'=cmd|calc!A1_a");
    expect(csv).not.toMatch(/(^|,)"?[=+@]/m);
  });

  it('72 an error names nothing that is not seen', async () => {
    for (const path of [
      'leases?namespace[]=x',
      'leases?cursor=x',
      'alerts?rule=x',
      'timeline?from=x',
      'renewals?namespace=kube-system',
      'renewals?namespace=kube-system&name=x',
      'alerts?id=x',
      'incident?format=x',
      'nodes?state=x',
    ])
      expect((await saidTo(BEN, `/api/v1/${path}`)).replaceAll('"namespace":"kube-system"', '')).not.toMatch(
        /kube-scheduler|cert-manager|knative/,
      );
  });

  const sessionOf = async (token: string): Promise<string> => {
    const answer = await ask(
      '/api/v1/sign-in',
      {},
      { method: 'POST', headers: JSON_TYPE, body: JSON.stringify({ token }) },
    );
    return /tenure-session=[^;]+/.exec(answer.headers.get('set-cookie') ?? '')?.[0] ?? '';
  };

  it('73 a stream that is open ends with its session, at once, and no other does', async () => {
    const [left, other] = [await sessionOf('ben-token'), await sessionOf('ben-token')];
    const readers = await Promise.all(
      [left, other].map(async (cookie) => (await ask('/api/v1/stream', { cookie })).body?.getReader()),
    );
    let over = false;
    const read = (async () => {
      while ((await readers[0]?.read())?.done === false);
      over = true;
    })();
    expect((await ask('/api/v1/sign-out', { cookie: left }, { method: 'POST' })).status).toBe(204);
    await until('the stream to end', async () => (over ? true : null), 3_000);
    await read;
    expect((await readers[1]?.read())?.done).toBe(false);
    await readers[1]?.cancel();
    expect((await ask('/api/v1/stream', { cookie: left })).status).toBe(401);
  });

  it('74 many cookies make few questions to the API server, and forged ones none', async () => {
    const cookies = await Promise.all(Array.from({ length: 20 }, () => sessionOf('ben-token')));
    expect(new Set(cookies).size).toBe(20);
    await saidTo(BEN, '/api/v1/status');
    reviewer.asked.length = 0;
    const forged = Array.from(
      { length: 200 },
      (_, index) => `tenure-session=v1.${Buffer.alloc(60, index).toString('base64url')}`,
    );
    await Promise.all([...cookies, ...forged].map((cookie) => saidTo({ cookie }, '/api/v1/status')));
    expect(reviewer.asked.length).toBeLessThanOrEqual(4);
  });

  it('75 a client has one share, whatever stands before the address that the proxy adds', async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        ask(`/api/v1/handovers?format=csv&from=now-${index + 1}m`, {
          ...BEN,
          'x-forwarded-for': `198.51.100.${index}, 203.0.113.7`,
        }),
      ),
    );
    const statuses = answers.map(({ status }) => status);
    await Promise.all(answers.map((answer) => answer.text()));
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(20);
    const another = await ask('/api/v1/handovers?format=csv', {
      ...BEN,
      'x-forwarded-for': '203.0.113.7, 203.0.113.8',
    });
    expect(another.status).toBe(200);
    await another.text();
  });
});
