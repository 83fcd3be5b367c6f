import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { readSource } from '../architecture/source.ts';
import { ROOT } from '../setup/stack.ts';

const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const dockerfile = text('deploy/image/Dockerfile');
const leftOut = text('.dockerignore')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

describe('what the image is built from', () => {
  it('has all that is copied, and all that its own files import', () => {
    const copied = /^COPY (?!--|\.)(.*) \.\/$/m.exec(dockerfile)?.[1]?.split(' ') ?? [];
    expect(copied).toEqual(['package.json', 'package-lock.json', '.npmrc']);
    const needed = [...copied, 'LICENSE', 'docs/findings', 'deploy/image/root.sh', 'deploy/image/backup.js'];
    // Whatever lies in the folders of the product imports nothing from outside: the rules of the tree see to that.
    const atTheRoot = readdirSync(ROOT).filter(
      (name) => ['.ts', '.js'].includes(extname(name)) && !leftOut.includes(name),
    );
    for (const name of atTheRoot)
      for (const { specifier } of readSource(name, text(name)).imports)
        if (specifier.startsWith('./')) needed.push(specifier.slice(2));
    expect(
      needed.filter((path) => leftOut.some((one) => path === one || path.startsWith(`${one}/`))),
    ).toEqual([]);
  });

  it('is one base, by its digest, with the Node that the tests run on', () => {
    const { devDependencies } = JSON.parse(text('package.json')) as { devDependencies: { node: string } };
    const [, version] = /^ARG NODE_IMAGE=node:(\S+)-slim@sha256:[0-9a-f]{64}$/m.exec(dockerfile) ?? [];
    expect(version).toBe(devDependencies.node);
  });

  it('holds nothing of the machine that builds it', () => {
    expect(leftOut).toEqual(expect.arrayContaining(['.git', '.env', '.next', 'node_modules', 'data']));
  });
});

describe('the image', () => {
  it('runs as the user that the chart names', () => {
    const { userId } = load(text('deploy/chart/values.yaml')) as { userId: number };
    expect(dockerfile).toContain(`\nUSER ${userId}:${userId}\n`);
    expect(text('deploy/image/root.sh')).toContain(`tenure:x:${userId}:${userId}:`);
  });

  it('has a script that is in order, and says what it wants', () => {
    const script = join(ROOT, 'deploy/image/root.sh');
    expect(spawnSync('bash', ['-n', script], { encoding: 'utf8' }).stderr).toBe('');
    const { status, stderr } = spawnSync(script, { encoding: 'utf8' });
    expect(status).not.toBe(0);
    expect(stderr).toContain('the folder to make');
  });
});
