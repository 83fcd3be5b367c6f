/** Holds the tree to its layout: the import table, the pure folders, exports and names. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  exportFaults,
  importFaults,
  nameFaults,
  purityFaults,
  surroundingsFaults,
} from './architecture/rules.ts';
import { readSource } from './architecture/source.ts';

const root = join(import.meta.dirname, '..');
/** What git has or would add; deleted files may still be listed. */
const paths = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)));
const isProduct = (path: string): boolean => !/^(test|\.ci)\//.test(path);
const isSource = (path: string): boolean =>
  /^(lib|app|components|scripts)\/.*\.tsx?$/.test(path) || /^(instrumentation|proxy)\.ts$/.test(path);
const text = (path: string): string => readFileSync(join(root, path), 'utf8');

const sources = paths.filter(isSource).map((path) => readSource(path, text(path)));

describe('the tree', () => {
  it('has sources', () => expect(sources.length).toBeGreaterThan(10));
  it('keeps to the import table', () => expect(sources.flatMap(importFaults)).toEqual([]));
  it('has no clock, no process and no network in pure folders', () =>
    expect(sources.flatMap(purityFaults)).toEqual([]));
  it('has no default export outside app and no barrels', () =>
    expect(sources.flatMap(exportFaults)).toEqual([]));
  it('names files in kebab-case for what they hold', () =>
    expect(
      paths.filter((path) => isSource(path) || /^test\/.*\.tsx?$/.test(path)).flatMap(nameFaults),
    ).toEqual([]));
  it('stands alone', () =>
    expect(
      paths
        .filter((path) => isProduct(path) && /\.(tsx?|js|json|css|md|ya?ml|sh)$|^[^.]+$/.test(path))
        .flatMap((path) => surroundingsFaults(path, text(path))),
    ).toEqual([]));
});

const imports = (path: string, code: string): string[] => importFaults(readSource(path, code));

describe('the import table refuses', () => {
  it.each([
    ['lib/lease/a.ts', "import { x } from '../view/b.ts';"],
    ['lib/lease/a.ts', "import type { X } from '../kube/b.ts';"],
    ['lib/lease/a.ts', "type X = import('../kube/b.ts').X;"],
    ['lib/lease/a.ts', "const x = await import('../kube/b.ts');"],
    ['lib/lease/a.ts', "export { x } from '../kube/b.ts';"],
    ['lib/lease/a.ts', "import { readFile } from 'node:fs';"],
    ['lib/lease/a.ts', "import { z } from 'zod';"],
    ['lib/detect/a.ts', "import { x } from '../alert/b.ts';"],
    ['lib/alert/a.ts', "import { x } from '../view/b.ts';"],
    ['lib/view/a.ts', "import { x } from '../server/b.ts';"],
    ['lib/view/a.ts', "import { useState } from 'react';"],
    ['lib/kube/a.ts', "import { x } from '../view/b.ts';"],
    ['lib/kube/a.ts', "import { DatabaseSync } from 'node:sqlite';"],
    ['lib/history/a.ts', "import { x } from '../alert/b.ts';"],
    ['lib/notify/a.ts', "import { x } from '../lease/b.ts';"],
    ['lib/notify/a.ts', "import type { X } from '../view/b.ts';"],
    ['lib/simulator/a.ts', "import { x } from '../kube/b.ts';"],
    ['lib/simulator/a.ts', "import { request } from 'undici';"],
    ['lib/server/a.ts', "import { x } from '../simulator/b.ts';"],
    ['lib/server/a.ts', "import { x } from '../client/b.ts';"],
    ['lib/server/a.ts', "import { KubeConfig } from '@kubernetes/client-node';"],
    ['lib/server/a.ts', "import { DatabaseSync } from 'node:sqlite';"],
    ['lib/client/a.ts', "import { x } from '../lease/b.ts';"],
    ['lib/client/a.ts', "import type { X } from '../server/b.ts';"],
    ['lib/client/a.ts', "import { z } from 'zod';"],
    ['components/a.tsx', "import { x } from '../lib/lease/b.ts';"],
    ['components/a.tsx', "import { x } from '../lib/server/b.ts';"],
    ['components/a.tsx', "import useSWR from 'swr';"],
    ['app/api/route.ts', "import { x } from '../../lib/view/b.ts';"],
    ['app/api/route.ts', "import { x } from '../../lib/kube/b.ts';"],
    ['app/page.tsx', "import { x } from '../lib/kube/b.ts';"],
    ['scripts/a.ts', "import { x } from '../lib/kube/b.ts';"],
    ['lib/server/a.ts', "import { x } from '../view/b';"],
    ['lib/server/a.ts', "import { x } from '../../test/b.ts';"],
    ['lib/server/a.ts', "import { x } from '../../../shared/b.ts';"],
    ['lib/server/a.ts', 'const x = await import(name);'],
    ['lib/server/a.ts', "const x = require('undici');"],
    ['lib/other/a.ts', 'export const x = 1;'],
  ])('%s with %s', (path, code) => expect(imports(path, code)).toHaveLength(1));
});

describe('the import table lets through', () => {
  it.each([
    ['lib/view/a.ts', "import { x } from '../lease/b.ts';"],
    ['lib/view/a.ts', "import { x } from './b.ts';"],
    [
      'lib/kube/a.ts',
      "import { request } from 'undici'; import { KubeConfig } from '@kubernetes/client-node';",
    ],
    ['lib/client/a.ts', "import type { X } from '../lease/b.ts'; import { type Y } from '../lease/c.ts';"],
    ['lib/client/a.ts', "import useSWRSubscription from 'swr/subscription';"],
    ['components/lease/a.tsx', "import { x } from '../../lib/client/b.ts';"],
    [
      'app/api/route.ts',
      "import { x } from '../../lib/server/b.ts'; import type { Y } from '../../lib/view/c.ts';",
    ],
    [
      'lib/lease/a.ts',
      "// import { x } from '../view/b.ts';\nexport const said = \"import { x } from 'undici'\";",
    ],
  ])('%s with %s', (path, code) => expect(imports(path, code)).toEqual([]));
});

describe('a pure folder', () => {
  const faults = (code: string): string[] => purityFaults(readSource('lib/view/a.ts', code));
  it.each([
    'export const now = Date.now();',
    "export const now = Date['now']();",
    'export const now = new Date();',
    'export const now = Date();',
    'export const x = Math.random();',
    'export const x = process.env;',
    "export const x = fetch('/');",
    'setTimeout(() => {}, 1);',
    'export const x = performance.now();',
    'export const x = { fetch };',
    'export const x = globalThis;',
  ])('refuses %s', (code) => expect(faults(code)).not.toEqual([]));
  it.each([
    'export const at = new Date(5).toISOString();',
    'export const inWindow = (window: number[]) => window.length;',
    'export type Tools = { fetch: string; process: number };',
    'export const x = (tools: Tools) => tools.process;',
    'export const x = { process: 1 };',
  ])('bears %s', (code) => expect(faults(code)).toEqual([]));
  it('is told from the others', () =>
    expect(purityFaults(readSource('lib/server/a.ts', 'Date.now();'))).toEqual([]));
});

describe('exports and names', () => {
  it.each([
    ['lib/view/a.ts', 'export default 1;'],
    ['components/a.tsx', 'const A = 1; export { A as default };'],
    ['lib/view/a.ts', "export * from './b.ts';"],
    ['lib/view/a.ts', "export { x } from './b.ts';"],
  ])('%s may not say %s', (path, code) => expect(exportFaults(readSource(path, code))).toHaveLength(1));
  it('lets pages have their default export', () =>
    expect(exportFaults(readSource('app/page.tsx', 'export default function Page() {}'))).toEqual([]));
  it.each([
    'lib/view/utils.ts',
    'lib/view/time-utils.ts',
    'lib/helpers/a.ts',
    'lib/common.ts',
    'lib/view/constants.ts',
    'lib/view/index.ts',
    'lib/view/LeaseRow.ts',
  ])('%s is no name', (path) => expect(nameFaults(path)).toHaveLength(1));
  it.each(['lib/view/lease-row.ts', 'app/leases/[namespace]/[name]/page.tsx', 'test/a.test.ts'])(
    '%s is one',
    (path) => expect(nameFaults(path)).toEqual([]),
  );
  it('sees a file that knows its surroundings', () => {
    expect(surroundingsFaults('README.md', 'see ../shared/docs/api.md')).toHaveLength(1);
    expect(surroundingsFaults('README.md', 'a shared database')).toEqual([]);
    expect(surroundingsFaults('lib/server/auth/a.ts', "from '../shared-config.ts'")).toEqual([]);
  });
});
