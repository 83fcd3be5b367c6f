import { describe, expect, it } from 'vitest';
import { identityNames, isHostnameOf } from '../../lib/kube/identity.ts';
import type { LeaseClass } from '../../lib/lease/record.ts';

const UUID = '0f0e0d0c-1111-2222-3333-444455556666';

describe('field guide §2, "Identity → Pod"', () => {
  it.each<[string, string, LeaseClass, string[], string[]]>([
    [
      'client-go',
      `web-7d9f8b6c5d-abcde_${UUID}`,
      'controller',
      ['web-7d9f8b6c5d-abcde'],
      ['web-7d9f8b6c5d-abcde'],
    ],
    [
      'a static Pod on its node',
      `ip-10-0-1-2.ec2.internal_${UUID}`,
      'control-plane',
      ['ip-10-0-1-2.ec2.internal'],
      ['ip-10-0-1-2.ec2.internal'],
    ],
    [
      'the hostname alone',
      'cluster-autoscaler-abc12',
      'controller',
      ['cluster-autoscaler-abc12'],
      ['cluster-autoscaler-abc12'],
    ],
    [
      'cert-manager',
      'cert-manager-5d-x2-external-cert-manager-controller',
      'controller',
      ['cert-manager-5d-x2'],
      ['cert-manager-5d-x2'],
    ],
    [
      'cilium-operator',
      'node-1-aBcDeFgHiJ',
      'controller',
      ['node-1-abcdefghij', 'node-1'],
      ['node-1-abcdefghij', 'node-1'],
    ],
    ['a kubelet', 'node-1', 'node-heartbeat', [], ['node-1']],
    ['kube-vip', 'node-1', 'virtual-ip', [], ['node-1']],
    ['an API server', `apiserver-abc_${UUID}`, 'apiserver', [], []],
    ['upper case', `NODE-1_${UUID}`, 'control-plane', ['node-1'], ['node-1']],
    ['nobody', '', 'controller', [], []],
    ['what is no name', '../../secrets?x=1', 'controller', [], []],
    ['a monster', 'a'.repeat(5000), 'controller', [], []],
  ])('%s', (_, identity, leaseClass, hosts, nodes) => {
    expect(identityNames(identity, leaseClass)).toEqual({ hosts, podIp: null, nodes });
  });

  it.each(['10.1.2.3', 'fd00::12'])("Knative's autoscaler: the address %s", (ip) => {
    expect(identityNames(ip, 'controller')).toEqual({ hosts: [], podIp: ip, nodes: [] });
  });

  it('a hostname is a Pod name cut at 63 characters', () => {
    const name = `${'a'.repeat(61)}--bcdefgh`;
    expect(isHostnameOf('a'.repeat(61), name)).toBe(true);
    expect(isHostnameOf('a'.repeat(60), name)).toBe(false);
    expect(isHostnameOf('web-1', 'web-1')).toBe(true);
    expect(isHostnameOf('web', 'web-1')).toBe(false);
  });
});
