/** What some suites need besides Node, and the words said when it is not there. Null means it is there. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The folder with kube-apiserver and etcd, as the envtest convention has it. */
export const kubernetesAssets: string | null = process.env.KUBEBUILDER_ASSETS || null;
/** Debian's Chromium, or the one that CHROMIUM names. */
export const chromiumPath: string = process.env.CHROMIUM || '/usr/bin/chromium';
/** Debian's nginx, or the one that NGINX names. */
export const nginxPath: string = process.env.NGINX || '/usr/sbin/nginx';
/** Debian's packages prometheus-alertmanager and prometheus, or what these variables name. */
export const alertmanagerPath: string = process.env.ALERTMANAGER || '/usr/bin/prometheus-alertmanager';
export const amtoolPath: string = process.env.AMTOOL || '/usr/bin/amtool';
export const promtoolPath: string = process.env.PROMTOOL || '/usr/bin/promtool';

function lacksKubernetes(...programs: string[]): string | null {
  if (kubernetesAssets === null) return `set KUBEBUILDER_ASSETS to a folder with ${programs.join(', ')}`;
  const absent = programs.filter((program) => !runs(join(kubernetesAssets, program)));
  return absent.length === 0
    ? null
    : `KUBEBUILDER_ASSETS is ${kubernetesAssets}, which lacks ${absent.join(', ')}`;
}

export const lacksApiServer: string | null = lacksKubernetes('kube-apiserver', 'etcd');
export const lacksElectors: string | null = lacksKubernetes('kube-apiserver', 'etcd', 'elector');
export const lacksControllers: string | null = lacksKubernetes(
  ...['kube-apiserver', 'etcd', 'kube-controller-manager', 'kube-scheduler'],
);
export const lacksHelm: string | null = lacksKubernetes('helm');
export const lacksChartCluster: string | null = lacksKubernetes('kube-apiserver', 'etcd', 'helm');
/** A root file system of its own, read-only, for a program that tests start as another user. */
const lacksNamespaces: string | null =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  ['unshare', 'setpriv', 'chroot'].every(
    (program) => spawnSync('unshare', ['--mount', program, '--version']).status === 0,
  )
    ? null
    : 'be root on a Linux that lets unshare make a mount namespace';
export const lacksContainers: string | null = lacksNamespaces ?? lacksChartCluster;
export const lacksChromium: string | null = runs(chromiumPath)
  ? null
  : `install Chromium (apt-get install chromium) or set CHROMIUM; ${chromiumPath} cannot be run`;
export const lacksNginx: string | null = runs(nginxPath)
  ? null
  : `install nginx (apt-get install nginx) or set NGINX; ${nginxPath} cannot be run`;
export const lacksAlertmanager: string | null =
  runs(alertmanagerPath) && runs(amtoolPath)
    ? null
    : `install prometheus-alertmanager or set ALERTMANAGER and AMTOOL; ${alertmanagerPath} or ${amtoolPath} cannot be run`;
export const lacksPromtool: string | null = runs(promtoolPath)
  ? null
  : `install prometheus or set PROMTOOL; ${promtoolPath} cannot be run`;

/** The name of a suite: with what is missing when it will be skipped. */
export function suiteName(name: string, lacking: string | null): string {
  return lacking === null ? name : `${name} [skipped: ${lacking}]`;
}
