/** What a client asks before it asks for objects: versions, groups, resources. */
import { RESOURCES } from './resource.ts';

export const VERSION = {
  major: '1',
  minor: '34',
  emulationMajor: '1',
  emulationMinor: '34',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '33',
  gitVersion: 'v1.34.2',
  gitCommit: '8cc511e399b929453cd98ae65b419c3cc227ec79',
  gitTreeState: 'clean',
  buildDate: '2025-11-11T19:05:40Z',
  goVersion: 'go1.24.9',
  compiler: 'gc',
  platform: 'linux/amd64',
};

const groupVersions = [...new Set(RESOURCES.map((resource) => resource.groupVersion))];

function group(name: string): object {
  const versions = groupVersions
    .filter((groupVersion) => groupVersion.startsWith(`${name}/`))
    .map((groupVersion) => ({ groupVersion, version: groupVersion.slice(name.length + 1) }));
  return { name, versions, preferredVersion: versions[0] };
}

const groups = [...new Set(RESOURCES.map((resource) => resource.group).filter((name) => name !== ''))];

function resourceList(groupVersion: string): object {
  const resources = RESOURCES.filter((resource) => resource.groupVersion === groupVersion).map(
    (resource) => ({
      name: resource.resource,
      singularName: resource.singular,
      namespaced: resource.namespaced,
      kind: resource.kind,
      verbs: resource.verbs,
    }),
  );
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources };
}

/** The document at `path`, or null. `address` is host:port of the server. */
export function discover(path: string, address: string): object | null {
  if (path === '/version') return VERSION;
  if (path === '/api') {
    const serverAddressByClientCIDRs = [{ clientCIDR: '0.0.0.0/0', serverAddress: address }];
    return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs };
  }
  if (path === '/apis') return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(group) };
  const name = groups.find((candidate) => path === `/apis/${candidate}`);
  if (name !== undefined) return { kind: 'APIGroup', apiVersion: 'v1', ...group(name) };
  const groupVersion = groupVersions.find(
    (candidate) => path === `/apis/${candidate}` || path === `/api/${candidate}`,
  );
  return groupVersion === undefined ? null : resourceList(groupVersion);
}
