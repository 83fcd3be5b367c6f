/**
 * An API server that also says who somebody is: the demo cluster's, with TokenReview and SubjectAccessReview answered
 * before it from a list that tests change.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as ask, createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Those without `namespaces` may list Leases everywhere. */
export type Person = { user: string; groups?: string[]; namespaces?: string[]; paths?: string[] };
type Review = {
  spec: {
    token?: string;
    user?: string;
    groups?: string[];
    audiences?: string[];
    resourceAttributes?: { namespace?: string };
    nonResourceAttributes?: { path: string };
  };
};

export type Reviewer = {
  kubeconfig: string;
  /** By token. */
  people: Record<string, Person>;
  /** The status of each TokenReview, where it is not what `people` says. */
  answers: ((review: Review) => { code: number; status: unknown } | null)[];
  asked: Review[];
  /** Reviews get no answer but a closed connection. */
  away: boolean;
  stop(): Promise<void>;
};

export async function startReviewer(url: string, people: Record<string, Person>): Promise<Reviewer> {
  const directory = mkdtempSync(join(tmpdir(), 'tenure-reviewer-'));
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const isToken = path.endsWith('/tokenreviews');
    if (!isToken && !path.endsWith('/subjectaccessreviews')) {
      const { method, headers } = request;
      const onward = ask(new URL(path, url), { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        response.flushHeaders();
        answer.pipe(response);
      });
      onward.on('error', () => response.destroy());
      response.on('close', () => onward.destroy());
      request.pipe(onward);
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const review = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Review;
      reviewer.asked.push(review);
      if (reviewer.away) {
        request.socket.destroy();
        return;
      }
      const other = isToken
        ? reviewer.answers.map((one) => one(review)).find((one) => one !== null)
        : undefined;
      const status = isToken ? identified(review) : allowed(review);
      response.writeHead(other?.code ?? 201, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ ...review, status: other?.status ?? status }));
    });
  });
  function identified({ spec }: Review): unknown {
    const person = reviewer.people[spec.token ?? ''];
    if (person === undefined) return { authenticated: false, error: 'invalid bearer token' };
    return { authenticated: true, user: { username: person.user, groups: person.groups ?? [] } };
  }
  function allowed({ spec }: Review): unknown {
    const path = spec.nonResourceAttributes?.path;
    const namespace = spec.resourceAttributes?.namespace;
    const person = Object.values(reviewer.people).find(({ user }) => user === spec.user);
    if (person === undefined) return { allowed: false };
    if (path !== undefined) return { allowed: person.paths?.includes(path) ?? false };
    return {
      allowed:
        person.namespaces === undefined || (namespace !== undefined && person.namespaces.includes(namespace)),
    };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the reviewer has no port');
  const kubeconfig = join(directory, 'kubeconfig');
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'demo',
      clusters: [{ name: 'demo', cluster: { server: `http://127.0.0.1:${bound.port}` } }],
      users: [{ name: 'demo', user: { token: 'admin-token' } }],
      contexts: [{ name: 'demo', context: { cluster: 'demo', user: 'demo' } }],
    }),
  );
  const reviewer: Reviewer = {
    kubeconfig,
    people,
    answers: [],
    asked: [],
    away: false,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(directory, { recursive: true, force: true });
    },
  };
  return reviewer;
}
