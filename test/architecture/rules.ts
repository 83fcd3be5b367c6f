/** The rules of the tree: who may import what, and what a pure folder may touch. Each returns what breaks it. */
import { basename, dirname, posix } from 'node:path';
import type { Source } from './source.ts';

/** Folders whose code is a function of its arguments. */
export const PURE = ['lease', 'view', 'detect', 'alert'] as const;
type Part =
  | (typeof PURE)[number]
  | 'kube'
  | 'history'
  | 'notify'
  | 'simulator'
  | 'server'
  | 'client'
  | 'components'
  | 'app/api'
  | 'app'
  | 'scripts'
  | 'root';

type Allowance = {
  /** Parts of the project whose values and types may be imported; its own part always may. */
  parts: readonly Part[];
  /** Parts of which only the types may. */
  types?: readonly Part[];
  /** Packages, by the beginning of the specifier up to a slash; `node:` stands for all of Node. */
  packages: readonly string[];
};

const REACT = ['react', 'react-dom'];
const UI = [...REACT, 'next', 'nuqs', 'recharts', '@base-ui/react', '@tanstack'];

export const TABLE: Record<Part, Allowance> = {
  lease: { parts: [], packages: [] },
  detect: { parts: ['lease'], packages: [] },
  alert: { parts: ['lease', 'detect'], packages: [] },
  view: { parts: ['lease', 'detect', 'alert'], packages: [] },
  kube: {
    parts: ['lease'],
    types: ['view'],
    packages: ['node:', '@kubernetes/client-node', 'js-yaml', 'undici'],
  },
  history: {
    parts: ['lease'],
    types: ['detect', 'alert', 'view'],
    packages: ['node:', 'node:sqlite', 'kysely', 'pg'],
  },
  notify: { parts: ['alert'], types: ['detect', 'lease'], packages: ['node:', 'undici'] },
  simulator: { parts: ['lease'], packages: ['node:'] },
  server: {
    parts: ['lease', 'detect', 'alert', 'view', 'kube', 'history', 'notify'],
    packages: ['node:', 'zod', 'pino', 'prom-client', 'js-yaml'],
  },
  client: { parts: ['view'], types: PURE, packages: [...REACT, 'swr', 'next', 'nuqs'] },
  components: { parts: ['client', 'view'], types: PURE, packages: UI },
  'app/api': { parts: ['server'], types: PURE, packages: ['next'] },
  app: { parts: ['server', 'components', 'client'], types: PURE, packages: UI },
  // The built server is loaded by its path: it is no source.
  scripts: {
    parts: ['server', 'simulator', 'lease', 'history'],
    packages: ['node:', 'rolldown', '(computed)'],
  },
  root: { parts: ['server'], packages: ['node:', 'next', 'vitest'] },
};

/** Which part of the project a path belongs to; null when the layout has no place for it. */
export function partOf(path: string): Part | null {
  const [top = '', second = ''] = path.split('/');
  if (!path.includes('/')) return 'root';
  if (top === 'app') return second === 'api' ? 'app/api' : 'app';
  if (top === 'components' || top === 'scripts') return top;
  if (top === 'lib' && second in TABLE && second !== 'app') return second as Part;
  return null;
}

const isRelative = (specifier: string): boolean => specifier.startsWith('.');
const startsAs = (specifier: string, allowed: string): boolean =>
  specifier === allowed ||
  specifier.startsWith(`${allowed}/`) ||
  (allowed === 'node:' && specifier.startsWith('node:') && specifier !== 'node:sqlite');

export function importFaults(source: Source): string[] {
  const part = partOf(source.path);
  if (part === null) return [`${source.path}: no such folder in the layout`];
  const allowed = TABLE[part];
  const faults: string[] = [];
  for (const { specifier, typeOnly } of source.imports) {
    const refuse = (why: string): number => faults.push(`${source.path}: ${specifier}: ${why}`);
    if (!isRelative(specifier)) {
      if (!allowed.packages.some((one) => startsAs(specifier, one))) refuse(`${part} may not import it`);
      continue;
    }
    if (!/\.(ts|tsx|js|css|json)$/.test(specifier)) refuse('a relative import needs its extension');
    const target = posix.join(dirname(source.path), specifier);
    const other = target.startsWith('..') ? null : partOf(target);
    if (other === null || (other === 'root' && !target.endsWith('.json')))
      refuse('leads out of the folders of the product');
    else if (other === 'root' || other === part || allowed.parts.includes(other)) continue;
    else if (!allowed.types?.includes(other)) refuse(`${part} may not import ${other}`);
    else if (!typeOnly) refuse(`${part} may import only types of ${other}`);
  }
  return faults;
}

const IMPURE = [
  'Date.now',
  'new Date()',
  'Math.random',
  'process',
  'fetch',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'require',
  'console',
  'crypto',
  'window',
  'document',
  'navigator',
  'localStorage',
  'EventSource',
  'WebSocket',
  'globalThis',
];

export function purityFaults(source: Source): string[] {
  const part = partOf(source.path);
  if (part === null || !(PURE as readonly string[]).includes(part)) return [];
  return IMPURE.filter((name) => source.globals.has(name)).map(
    (name) => `${source.path}: ${name} in the pure folder ${part}`,
  );
}

export function exportFaults(source: Source): string[] {
  const part = partOf(source.path);
  const faults: string[] = [];
  if (source.hasDefaultExport && part !== 'app' && part !== 'app/api' && part !== 'root')
    faults.push(`${source.path}: default export outside app`);
  if (source.hasStarExport || source.onlyReexports) faults.push(`${source.path}: a barrel`);
  return faults;
}

const FORBIDDEN_NAMES = /^(utils?|helpers?|common|constants?|misc|index)(\.|$|-)|-(utils?|helpers?)\./;
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+$/;

export function nameFaults(path: string): string[] {
  const file = basename(path);
  if (!KEBAB.test(file)) return [`${path}: file names are in kebab-case`];
  const folder = dirname(path)
    .split('/')
    .find((one) => FORBIDDEN_NAMES.test(one));
  return FORBIDDEN_NAMES.test(file) || folder !== undefined
    ? [`${path}: the name does not say what is in it`]
    : [];
}

/** The product stands alone: it knows neither test material next to it nor the folder it lies in. */
export function surroundingsFaults(path: string, text: string): string[] {
  return /\.\.\/shared(?![-\w])|\bshared\/(docs|design|envtest|tools)\b/.test(text)
    ? [`${path}: knows ../shared`]
    : [];
}
