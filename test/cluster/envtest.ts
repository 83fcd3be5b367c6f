/**
 * A real control plane for tests, by the envtest convention: kube-apiserver and etcd from KUBEBUILDER_ASSETS,
 * in a folder and on ports of their own. It needs no rights on the system and leaves nothing behind.
 */
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request as httpsRequest } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Program, run, until } from '../setup/process.ts';
import { kubernetesAssets } from '../setup/requirements.ts';

export type Answer = { status: number; body: unknown };

export type ControlPlane = {
  /** `https://127.0.0.1:PORT`, the same before and after a restart. */
  url: string;
  /** All rights. */
  adminKubeconfig: string;
  /** User "viewer", without any right until granted. */
  viewerKubeconfig: string;
  /** The file with the certificate that the API server is known by. */
  certificate: string;
  /** As admin. */
  request(method: string, path: string, body?: unknown): Promise<Answer>;
  /** SIGKILL, as a machine that is gone. */
  killApiServer(): Promise<void>;
  /** On the same port and the same data; resolves when it is ready. */
  startApiServer(): Promise<void>;
  /** etcd's client address, plain HTTP. */
  etcdUrl: string;
  /** A real elector of the control plane; null where the folder has none. */
  startComponent(name: 'kube-controller-manager' | 'kube-scheduler'): Program | null;
  /** The client-go election loops beside the binaries; null where there are none. */
  startElectors(scenarioFile: string, truthFile: string): Program | null;
  stop(): Promise<void>;
};

export type ControlPlaneOptions = { apiServerFlags?: readonly string[] };

export const ADMIN_TOKEN = 'admin-token';
export const VIEWER_TOKEN = 'viewer-token';

const READY_WITHIN_MS = 60_000;

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function kubeconfig(url: string, certificate: string, who: string, token: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'envtest',
    clusters: [{ name: 'envtest', cluster: { server: url, 'certificate-authority': certificate } }],
    users: [{ name: who, user: { token } }],
    contexts: [{ name: 'envtest', context: { cluster: 'envtest', user: who } }],
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Health checks and unknown paths answer in plain words.
    return text;
  }
}

export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const assets = kubernetesAssets;
  if (assets === null) throw new Error('set KUBEBUILDER_ASSETS to a folder with kube-apiserver and etcd');
  const directory = mkdtempSync(join(tmpdir(), 'tenure-envtest-'));
  const file = (name: string) => join(directory, name);
  const [clientPort, peerPort, securePort] = await Promise.all([freePort(), freePort(), freePort()]);
  const url = `https://127.0.0.1:${securePort}`;
  const etcdUrl = `http://127.0.0.1:${clientPort}`;
  const peerUrl = `http://127.0.0.1:${peerPort}`;
  const certificates = file('pki');
  const agent = new Agent({ keepAlive: false, rejectUnauthorized: false });

  mkdirSync(certificates);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(file('sa.key'), privateKey.export({ type: 'pkcs1', format: 'pem' }));
  writeFileSync(
    file('tokens.csv'),
    `${ADMIN_TOKEN},admin,admin,"system:masters"\n${VIEWER_TOKEN},viewer,viewer\n`,
  );
  const certificate = join(certificates, 'apiserver.crt');
  writeFileSync(file('admin.kubeconfig'), kubeconfig(url, certificate, 'admin', ADMIN_TOKEN));
  writeFileSync(file('viewer.kubeconfig'), kubeconfig(url, certificate, 'viewer', VIEWER_TOKEN));

  const request = (method: string, path: string, body?: unknown): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' };
      const asking = httpsRequest(`${url}${path}`, { method, agent, headers }, (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => {
          text += chunk;
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: parse(text) }));
        answer.on('error', reject);
      });
      asking.on('error', reject);
      asking.end(body === undefined ? undefined : JSON.stringify(body));
    });

  const etcd = run(join(assets, 'etcd'), [
    ...['--data-dir', file('etcd-data'), '--unsafe-no-fsync', '--log-level', 'error'],
    ...['--listen-client-urls', etcdUrl, '--advertise-client-urls', etcdUrl],
    ...['--listen-peer-urls', peerUrl, '--initial-advertise-peer-urls', peerUrl],
    ...['--initial-cluster', `default=${peerUrl}`],
  ]);
  const components: Program[] = [];
  let apiServer: Program | null = null;

  const startApiServer = async (): Promise<void> => {
    const starting = run(join(assets, 'kube-apiserver'), [
      ...['--etcd-servers', etcdUrl, '--bind-address', '127.0.0.1', '--secure-port', String(securePort)],
      ...['--cert-dir', certificates, '--service-account-issuer', 'https://kubernetes.default.svc'],
      ...['--service-account-key-file', file('sa.key'), '--service-account-signing-key-file', file('sa.key')],
      ...['--token-auth-file', file('tokens.csv'), '--authorization-mode', 'RBAC'],
      ...['--service-cluster-ip-range', '10.96.0.0/16', '--disable-admission-plugins', 'ServiceAccount'],
      ...(options.apiServerFlags ?? []),
    ]);
    apiServer = starting;
    let died: string | null = null;
    void starting.ended.then((how) => {
      died = `kube-apiserver ended with ${how}:\n${starting.output().slice(-2_000)}`;
    });
    const isReady = async (): Promise<true | null> => {
      if (died !== null) return true;
      const { status, body } = await request('GET', '/readyz');
      return status === 200 && body === 'ok' ? true : null;
    };
    await until('the API server to be ready', isReady, READY_WITHIN_MS);
    if (died !== null) throw new Error(died);
    const system = async () =>
      (await request('GET', '/api/v1/namespaces/kube-system')).status === 200 ? true : null;
    await until('the namespace kube-system', system, READY_WITHIN_MS);
  };

  const stop = async (): Promise<void> => {
    await Promise.all(components.map((component) => component.stop()));
    await apiServer?.stop();
    await etcd.stop();
    agent.destroy();
    rmSync(directory, { recursive: true, force: true });
  };

  try {
    await startApiServer();
  } catch (error) {
    await stop();
    throw error;
  }

  const start = (name: string, args: readonly string[]): Program | null => {
    const program = join(assets, name);
    if (!existsSync(program)) return null;
    const component = run(program, args);
    components.push(component);
    return component;
  };

  return {
    url,
    etcdUrl,
    certificate,
    adminKubeconfig: file('admin.kubeconfig'),
    viewerKubeconfig: file('viewer.kubeconfig'),
    request,
    startApiServer,
    async killApiServer() {
      await apiServer?.stop('SIGKILL');
    },
    startComponent: (name) =>
      start(name, [
        ...['--kubeconfig', file('admin.kubeconfig'), '--leader-elect', '--secure-port', '0'],
        ...(name === 'kube-controller-manager' ? ['--service-account-private-key-file', file('sa.key')] : []),
      ]),
    startElectors: (scenarioFile, truthFile) =>
      start('elector', [
        '--kubeconfig',
        file('admin.kubeconfig'),
        '--scenario',
        scenarioFile,
        '--truth',
        truthFile,
      ]),
    stop,
  };
}
