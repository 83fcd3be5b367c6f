/** Read-only kubectl commands that look closer at one Lease; to be copied, never run by Tenure. */
import type { PodFacts } from './lease-detail.ts';
import type { HolderRef } from './lease-row.ts';
import { shellQuote } from './shell-quote.ts';

export type Command = { label: string; command: string };

type Subject = {
  namespace: string;
  name: string;
  holderRef: HolderRef | null;
  pod: Pick<PodFacts, 'namespace' | 'name' | 'node'> | null;
};

export function leaseCommands({ namespace, name, holderRef, pod }: Subject): Command[] {
  const commands = [
    {
      label: 'This Lease',
      command: kubectl(namespace, ['get', 'lease'], name, ['-o', 'yaml', '--show-managed-fields']),
    },
    {
      label: 'Watch it being renewed',
      command: kubectl(namespace, ['get', 'lease'], name, ['--watch', '-o', 'yaml']),
    },
    {
      label: 'Events of this Lease',
      command: kubectl(namespace, ['events', '--for', `lease/${name}`]),
    },
  ];
  const holder = podOf(holderRef, pod);
  if (holder !== null) {
    commands.push(
      {
        label: 'Log of the holder, last 10 min',
        command: kubectl(holder.namespace, ['logs'], holder.name, ['--all-containers', '--since=10m']),
      },
      { label: 'Pod of the holder', command: kubectl(holder.namespace, ['describe', 'pod'], holder.name) },
    );
  }
  const node = nodeOf(holderRef, pod);
  if (node !== null) {
    commands.push({
      label: 'Heartbeat of its node',
      command: kubectl('kube-node-lease', ['get', 'lease'], node),
    });
  }
  commands.push({ label: 'Health of the API server', command: "kubectl get --raw '/readyz?verbose'" });
  return commands;
}

/** `--` before a name that looks like an option: kubectl then reads it as a name. */
function kubectl(namespace: string, verb: string[], name?: string, options: string[] = []): string {
  const head = ['kubectl', '-n', namespace, ...verb];
  const words =
    name === undefined
      ? [...head, ...options]
      : name.startsWith('-')
        ? [...head, ...options, '--', name]
        : [...head, name, ...options];
  return words.map(shellQuote).join(' ');
}

function podOf(ref: HolderRef | null, pod: Subject['pod']): { namespace: string; name: string } | null {
  if (pod !== null) return pod;
  if (ref?.kind === 'Pod' && ref.namespace !== null) return { namespace: ref.namespace, name: ref.name };
  return null;
}

function nodeOf(ref: HolderRef | null, pod: Subject['pod']): string | null {
  if (pod?.node) return pod.node;
  if (ref === null) return null;
  return ref.kind === 'Node' ? ref.name : ref.node;
}
