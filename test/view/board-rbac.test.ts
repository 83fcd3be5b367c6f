import { expect, test } from 'vitest';
import { rbacYaml, refusedUser, subjectOf } from '../../lib/view/board-rbac.ts';

const MESSAGE =
  'leases.coordination.k8s.io is forbidden: User "system:serviceaccount:tenure:viewer" cannot list resource "leases" in API group "coordination.k8s.io" at the cluster scope';

test('the user whom the API server names', () => {
  expect(refusedUser(MESSAGE)).toBe('system:serviceaccount:tenure:viewer');
  expect(refusedUser('Forbidden')).toBeNull();
});

test('a service account, and anybody else', () => {
  expect(subjectOf('system:serviceaccount:tenure:viewer')).toEqual({
    type: 'service-account',
    namespace: 'tenure',
    name: 'viewer',
  });
  expect(subjectOf('jane@example.com')).toEqual({ type: 'user', name: 'jane@example.com' });
});

test('for the whole cluster', () => {
  const yaml = rbacYaml('system:serviceaccount:tenure:viewer', []);
  expect(yaml).toContain('kind: ClusterRole\n');
  expect(yaml).toContain('kind: ClusterRoleBinding');
  expect(yaml).toContain('- kind: ServiceAccount\n  name: viewer\n  namespace: tenure\n');
  expect(yaml).toContain('verbs: [get, list, watch]');
  expect(yaml).not.toContain('Role\nmetadata:\n  name: tenure\n  namespace');
});

test('for some namespaces: a Role and a binding in each, nothing of the cluster', () => {
  const yaml = rbacYaml('jane', ['a', 'b']);
  expect(yaml.match(/kind: Role\n/g)).toHaveLength(4);
  expect(yaml.match(/namespace: a\n/g)).toHaveLength(2);
  expect(yaml).not.toContain('Cluster');
  expect(yaml).not.toContain('nodes');
});

test('no name breaks out of the YAML', () => {
  const yaml = rbacYaml('eve"\n- kind: Group\n  name: x', []);
  expect(yaml).toContain('  name: "eve\\"\\n- kind: Group\\n  name: x"\n');
  expect(rbacYaml('true', [])).toContain('  name: "true"\n');
  const numbers = rbacYaml('system:serviceaccount:1e3:y', ['0x1f']);
  expect(numbers).toContain('- kind: ServiceAccount\n  name: "y"\n  namespace: "1e3"\n');
  expect(numbers).toContain('metadata:\n  name: tenure\n  namespace: "0x1f"\n');
});
