/** What to apply so that Tenure may read Leases, for the very user that the API server named. */
import { yamlScalar } from './yaml.ts';

export type RbacSubject =
  | { type: 'service-account'; namespace: string; name: string }
  | { type: 'user'; name: string };

const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;
/** `leases.coordination.k8s.io is forbidden: User "…" cannot list resource …` */
const REFUSED_USER = /User "((?:[^"\\]|\\.)+)" cannot/;

/** The user whom a 403 of the API server names; null when the message has another form. */
export function refusedUser(message: string): string | null {
  return REFUSED_USER.exec(message)?.[1]?.replaceAll('\\"', '"').replaceAll('\\\\', '\\') ?? null;
}

export function subjectOf(user: string): RbacSubject {
  const [, namespace, name] = SERVICE_ACCOUNT.exec(user) ?? [];
  return namespace !== undefined && name !== undefined
    ? { type: 'service-account', namespace, name }
    : { type: 'user', name: user };
}

function subjectYaml(subject: RbacSubject): string {
  return subject.type === 'service-account'
    ? `- kind: ServiceAccount\n  name: ${yamlScalar(subject.name)}\n  namespace: ${yamlScalar(subject.namespace)}`
    : `- kind: User\n  name: ${yamlScalar(subject.name)}\n  apiGroup: rbac.authorization.k8s.io`;
}

const CLUSTER_ID_RULE = `
# Optional: the uid of kube-system is the cluster's id.
- apiGroups: [""]
  resources: [namespaces]
  resourceNames: [kube-system]
  verbs: [get]`;

function role(kind: 'Role' | 'ClusterRole', namespace: string | null): string {
  const where = namespace === null ? '' : `\n  namespace: ${yamlScalar(namespace)}`;
  const cluster = kind === 'ClusterRole';
  return `apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata:
  name: tenure${where}
rules:
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  verbs: [get, list, watch]
# Optional: ${cluster ? 'the Pods and Nodes' : 'the Pods'} behind the holders, Events, candidates.
- apiGroups: [""]
  resources: [${cluster ? 'pods, nodes, events' : 'pods, events'}]
  verbs: [get, list]
- apiGroups: [coordination.k8s.io]
  resources: [leasecandidates]
  verbs: [list]${cluster ? CLUSTER_ID_RULE : ''}`;
}

function binding(kind: 'Role' | 'ClusterRole', namespace: string | null, subject: RbacSubject): string {
  const where = namespace === null ? '' : `\n  namespace: ${yamlScalar(namespace)}`;
  return `apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}Binding
metadata:
  name: tenure${where}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ${kind}
  name: tenure
subjects:
${subjectYaml(subject)}`;
}

/** `namespaces`: TENURE_NAMESPACES, which ask for Roles only; empty for the whole cluster. */
export function rbacYaml(user: string, namespaces: readonly string[]): string {
  const subject = subjectOf(user);
  const documents =
    namespaces.length === 0
      ? [role('ClusterRole', null), binding('ClusterRole', null, subject)]
      : namespaces.flatMap((namespace) => [role('Role', namespace), binding('Role', namespace, subject)]);
  return `${documents.join('\n---\n')}\n`;
}
