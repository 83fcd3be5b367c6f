import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Status } from '../../lib/view/status.ts';
import { chartRelease, NAMESPACE } from '../cluster/chart-release.ts';
import { type ControlPlane, startControlPlane } from '../cluster/envtest.ts';
import { createLease, createNamespace, writeLease } from '../cluster/objects.ts';
import { render } from '../deploy/chart.ts';
import { until } from '../setup/process.ts';
import { lacksContainers, suiteName } from '../setup/requirements.ts';
import { ROOT } from '../setup/stack.ts';
import {
  type Container,
  IMAGE_NODE,
  type Image,
  inImage,
  makeImage,
  SERVICE_ACCOUNT_FOLDER,
  startContainer,
} from './image.ts';

const USER = 10_001;
const MB = 1_000_000;

function folderBytes(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

describe.skipIf(lacksContainers !== null)(
  suiteName('the image, as the chart’s Pod runs it', lacksContainers),
  () => {
    const directory = mkdtempSync(join(tmpdir(), 'tenure-container-'));
    const volumes = { data: join(directory, 'data'), tmp: join(directory, 'tmp') };
    const serviceAccount = join(directory, 'serviceaccount');
    let image: Image;
    let plane: ControlPlane;
    let container: Container;

    const start = (values = {}) =>
      startContainer(image, render(values), {
        volumes,
        mounts: { [SERVICE_ACCOUNT_FOLDER]: serviceAccount },
        env: {
          KUBERNETES_SERVICE_HOST: '127.0.0.1',
          KUBERNETES_SERVICE_PORT: new URL(plane.url).port,
        },
      });
    const status = async () => (await (await fetch(`${container.origin}/api/v1/status`)).json()) as Status;
    const live = () =>
      until('it to watch and to keep', async () => {
        const now = await status();
        return now.feed.state === 'live' && now.history.state === 'ready' ? now : null;
      });

    /** To whom the Lease went from its first holder. */
    const keptHandovers = async () => {
      const answer = await fetch(`${container.origin}/api/v1/handovers?namespace=${NAMESPACE}&from=now-1h`);
      const { items } = (await answer.json()) as { items: { from: string | null; to: string | null }[] };
      return items.filter(({ from }) => from === 'a').map(({ to }) => to);
    };

    beforeAll(async () => {
      image = makeImage();
      plane = await startControlPlane();
      await createNamespace(plane, NAMESPACE);
      const release = chartRelease(plane);
      release.install({});
      // As the kubelet mounts them: volumes belong to the Pod's group.
      for (const folder of Object.values(volumes)) {
        mkdirSync(folder);
        chownSync(folder, 0, USER);
        chmodSync(folder, 0o2775);
      }
      mkdirSync(serviceAccount);
      writeFileSync(join(serviceAccount, 'token'), await release.token());
      writeFileSync(join(serviceAccount, 'namespace'), NAMESPACE);
      copyFileSync(plane.certificate, join(serviceAccount, 'ca.crt'));
      release.remove();
      await createLease(plane, { namespace: NAMESPACE, name: 'one', holder: 'a', transitions: 0 });
      container = await start();
    });
    afterAll(async () => {
      await container?.program.stop();
      await plane?.stop();
      image?.remove();
      rmSync(directory, { recursive: true, force: true });
    });

    it('is live by the service account of its Pod', async () => {
      const { cluster, permissions } = await live();
      expect(cluster.name).toBe('in-cluster');
      expect(permissions.leases).toBe('granted');
    });

    it('answers its probes, a page and what that loads', async () => {
      const { origin } = container;
      const page = await fetch(`${origin}/`);
      const html = await page.text();
      expect(page.status).toBe(200);
      const [asset] = /\/_next\/static\/[^"]+\.js/.exec(html) ?? [];
      for (const path of ['/healthz', '/readyz', '/metrics', '/timeline', asset ?? '/no asset in the page'])
        expect((await fetch(origin + path)).status, path).toBe(200);
    });

    it('makes no images smaller for anybody', async () => {
      const path = '/_next/image?url=%2Ficon.svg&w=64&q=75';
      expect((await fetch(container.origin + path)).status).toBe(404);
    });

    it('is another user than root, without any capability, and cannot gain one', async () => {
      const said = readFileSync(`/proc/${container.program.pid}/status`, 'utf8');
      expect(said).toMatch(new RegExp(`^Uid:\\s+${USER}\\s+${USER}\\s`, 'm'));
      for (const set of ['CapPrm', 'CapEff', 'CapInh', 'CapAmb'])
        expect(said).toMatch(new RegExp(`^${set}:\\s+0+$`, 'm'));
      expect(said).toMatch(/^NoNewPrivs:\s+1$/m);
    });

    it('can write to its volumes and nowhere else', async () => {
      const script = `
      const { writeFileSync } = require('node:fs');
      const places = ['/', '/app', '/app/.next', '/etc', '/usr/local/bin', '/data', '/tmp'];
      const open = places.filter((place) => {
        try { writeFileSync(place + '/probe', ''); return true; } catch { return false; }
      });
      console.log(JSON.stringify(open));`;
      const trial = inImage(image, [IMAGE_NODE, '-e', script], {
        mounts: { '/data': volumes.data, '/tmp': volumes.tmp },
      });
      expect(await trial.ended).toBe(0);
      expect(JSON.parse(trial.output())).toEqual(['/data', '/tmp']);
    });

    it('has no shell', async () => {
      const trial = inImage(image, ['/bin/sh', '-c', 'true']);
      expect(await trial.ended).toBe(127);
    });

    it('tells an engine without Kubernetes that it is well, or not', async () => {
      const check = (port: string) =>
        inImage(image, [IMAGE_NODE, '/app/healthcheck.js'], { env: { PORT: port } }).ended;
      expect(await check(new URL(container.origin).port)).toBe(0);
      expect(await check('9')).toBe(1);
    });

    it('keeps what it saw over a restart, and ends in time', async () => {
      await live();
      await writeLease(plane, { namespace: NAMESPACE, name: 'one', holder: 'b', transitions: 1 });
      await until('the handover', async () => ((await keptHandovers()).length > 0 ? true : null));
      expect(await container.program.stop()).toBe(0);
      expect(statSync(join(volumes.data, 'tenure.db')).uid).toBe(USER);
      container = await start();
      await live();
      expect(await keptHandovers()).toEqual(['b']);
    });

    it('is backed up while it runs, and restored into an empty volume', async () => {
      await live();
      const copying = inImage(image, [IMAGE_NODE, '/app/backup.js'], {
        mounts: { '/data': volumes.data },
        env: { TENURE_DATABASE_URL: 'file:/data/tenure.db' },
        output: join(directory, 'backup.db'),
      });
      expect(await copying.ended, copying.output()).toBe(0);
      const before = await keptHandovers();
      expect(before).not.toEqual([]);
      await container.program.stop();
      for (const name of readdirSync(volumes.data)) rmSync(join(volumes.data, name));
      copyFileSync(join(directory, 'backup.db'), join(volumes.data, 'tenure.db'));
      chownSync(join(volumes.data, 'tenure.db'), USER, USER);
      container = await start();
      await live();
      expect(await keptHandovers()).toEqual(before);
      expect(readdirSync(volumes.data).filter((name) => name.includes('backup'))).toEqual([]);
    });

    it('lives under a path with no more to write to, and leaves nothing there', async () => {
      await container.program.stop();
      container = await start({ tenure: { basePath: '/ops/tenure' } });
      const { origin } = container;
      const html = await (await fetch(`${origin}/ops/tenure/timeline`)).text();
      const [asset = 'no asset'] = /\/ops\/tenure\/_next\/static\/[^"]+\.js/.exec(html) ?? [];
      for (const path of [asset, '/ops/tenure/metrics', '/ops/tenure/findings/flapping', '/healthz'])
        expect((await fetch(origin + path)).status, path).toBe(200);
      expect((await fetch(`${origin}/timeline`)).status).toBe(404);
      const left = () => readdirSync(volumes.tmp).filter((name) => name.startsWith('tenure-'));
      expect(left()).toHaveLength(1);
      expect(await container.program.stop()).toBe(0);
      expect(left()).toEqual([]);
      container = await start();
    });

    it('is small: at most 60 MB beside Node and its libraries, 250 MB in all', () => {
      expect(folderBytes(join(image.root, 'app'))).toBeLessThan(60 * MB);
      expect(folderBytes(image.root)).toBeLessThan(250 * MB);
    });

    it('is as large as the page for operators says, within a tenth', () => {
      const page = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');
      const [, ...told] = /image is (\d+) MB: Node (\d+), its libraries \d+,\s+Tenure (\d+)/.exec(page) ?? [];
      const is = [image.root, join(image.root, 'usr/local/bin'), join(image.root, 'app')].map(folderBytes);
      expect(told).toHaveLength(3);
      for (const [index, megabytes] of told.entries())
        expect(Math.abs(Number(megabytes) * MB - (is[index] ?? 0))).toBeLessThan((is[index] ?? 0) / 10);
    });
  },
);
