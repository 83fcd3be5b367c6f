/**
 * The image without a container engine: its root file system made by the script that the Dockerfile calls, and a process
 * in it as a container of the chart's Pod is: another user without capabilities, a root that is read-only for it by a
 * mount namespace of its own, and room to write only where the chart mounts a volume.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment, type Manifest, podOf } from '../deploy/chart.ts';
import { type Program, run, until } from '../setup/process.ts';
import { freePort, ROOT } from '../setup/stack.ts';

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';
const NODE = '/usr/local/bin/node';

export type Image = { root: string; remove(): void };

export function makeImage(): Image {
  const directory = mkdtempSync(join(tmpdir(), 'tenure-image-'));
  const root = join(directory, 'root');
  const { status, stderr } = spawnSync(join(ROOT, 'deploy/image/root.sh'), [root, process.execPath], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  // Where the token of a service account is mounted: a container runtime makes it.
  mkdirSync(join(root, SERVICE_ACCOUNT), { recursive: true });
  return { root, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

/** Paths on this machine, by where they are mounted. */
export type Mounts = Record<string, string>;
export type ContainerOptions = {
  mounts?: Mounts;
  env?: Record<string, string>;
  userId?: number;
  /** A file that takes what it says on standard output, as it is. */
  output?: string;
};

/** `command` in the image, with what `mounts` says writable and nothing else; as PID and in the network of this machine. */
export function inImage(
  { root }: Image,
  command: readonly string[],
  { mounts = {}, env = {}, userId = 10_001, output }: ContainerOptions = {},
): Program {
  const script = [
    'set -e; root=$1; user=$2; shift 2',
    '[ -z "$OUTPUT" ] || { exec > "$OUTPUT"; unset OUTPUT; }',
    'mount --bind "$root" "$root"; mount -o remount,bind,ro "$root"',
    'mount --rbind /dev "$root/dev"; mount -t proc proc "$root/proc"',
    'while [ "$1" != -- ]; do mount --bind "$2" "$root$1"; shift 2; done; shift',
    'exec setpriv --no-new-privs --bounding-set=-all,+setuid,+setgid,+sys_chroot \\',
    '  chroot --userspec="$user:$user" --groups= "$root" "$@"',
  ].join('\n');
  const bound = Object.entries(mounts).flat();
  return run('unshare', ['--mount', 'sh', '-c', script, '-', root, `${userId}`, ...bound, '--', ...command], {
    PATH: process.env.PATH,
    OUTPUT: output,
    ...env,
  });
}

export type Container = { origin: string; program: Program };

/** As the chart's Deployment starts it: its environment, its volumes (in `volumes`, by name), its user. */
export async function startContainer(
  image: Image,
  manifests: readonly Manifest[],
  { volumes, env = {}, mounts = {} }: { volumes: Mounts; env?: Record<string, string>; mounts?: Mounts },
): Promise<Container> {
  const pod = podOf(manifests);
  const { runAsUser } = pod.securityContext as { runAsUser: number };
  const mounted = Object.fromEntries(
    pod.containers[0].volumeMounts.map(({ name, mountPath }) => [mountPath, volumes[name] ?? '']),
  );
  const port = await freePort();
  const program = inImage(image, [NODE, '/app/start.js'], {
    mounts: { ...mounted, ...mounts },
    env: { ...environment(manifests), TENURE_HOST: '127.0.0.1', ...env, PORT: String(port) },
    userId: runAsUser,
  });
  const origin = `http://127.0.0.1:${port}`;
  let ended: number | NodeJS.Signals | null = null;
  void program.ended.then((how) => {
    ended = how;
  });
  await until('the container to be ready', async () => {
    if (ended !== null) return true;
    return (await fetch(`${origin}/readyz`)).ok ? true : null;
  });
  if (ended !== null) throw new Error(`it ended with ${ended}:\n${program.output()}`);
  return { origin, program };
}

export const SERVICE_ACCOUNT_FOLDER = SERVICE_ACCOUNT;
export const IMAGE_NODE = NODE;
