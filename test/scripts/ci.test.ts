/** `.ci/run` in a made-up clone, with programs that only pretend: nothing that is missing goes by as a success. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { ROOT } from '../setup/stack.ts';

const TOOLS = 'bash cat dirname env git grep id mktemp printf rm sort tail tee timeout'.split(' ');
const MONITORS = ['prometheus-alertmanager', 'amtool', 'promtool'];
let clone: string;
let assets: string;
let programs: string;
let postgres: string;

function program(folder: string, name: string, body: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`);
  chmodSync(join(folder, name), 0o755);
}

/** The programs of the system that the script may use, and no other. */
function linkTools(): void {
  mkdirSync(programs, { recursive: true });
  for (const name of TOOLS) {
    const found = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name));
    const path = found.find((one) => existsSync(one));
    if (path === undefined) throw new Error(`this system has no ${name}`);
    symlinkSync(path, join(programs, name));
  }
}

/** `npm test` writes this line and ends with this code. */
function npmSays(line: string, code: number, besides = ':'): void {
  program(programs, 'npm', `[ "$1" = test ] || exit 0\n${besides}\necho '${line}'\nexit ${code}`);
}

function ci(): { code: number | null; last: string; said: string } {
  const ran = spawnSync(join(clone, '.ci/run'), {
    encoding: 'utf8',
    env: {
      NODE_ENV: 'test',
      PATH: programs,
      TENURE_TEST_POSTGRES: postgres,
      NGINX: join(programs, 'nginx'),
    },
  });
  return {
    code: ran.status,
    last: ran.stdout.trimEnd().split('\n').at(-1) ?? '',
    said: ran.stdout + ran.stderr,
  };
}

beforeEach(() => {
  const root = mkdtempSync(join(tmpdir(), 'tenure-ci-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  clone = join(root, 'clone');
  assets = join(root, 'shared/envtest/bin');
  programs = join(root, 'programs');
  postgres = join(root, 'postgres');
  mkdirSync(join(clone, '.ci'), { recursive: true });
  copyFileSync(join(ROOT, '.ci/run'), join(clone, '.ci/run'));
  execFileSync('git', ['init', '-q', clone]);
  execFileSync('git', ['-C', clone, 'add', '.']);
  const who = ['-c', 'user.name=test', '-c', 'user.email=test@example.com'];
  execFileSync('git', ['-C', clone, ...who, 'commit', '-q', '-m', 'all']);
  linkTools();
  for (const name of ['kube-apiserver', 'etcd', 'elector', 'helm']) program(assets, name, 'exit 0');
  for (const name of ['initdb', 'postgres']) program(postgres, name, 'echo PostgreSQL 1');
  program(programs, 'chromium', 'echo Chromium 1');
  program(programs, 'nginx', 'echo nginx 1');
  for (const name of MONITORS) program(programs, name, 'echo 1');
  program(programs, 'fc-list', 'echo a typeface');
  program(programs, 'sleep', 'exit 0');
  program(programs, 'apt-get', 'exit 100');
  program(programs, 'sudo', 'exit 1');
  npmSays('12 passed, 0 failed', 0);
});

test('ends with the tally and 0 when all is there and passes', () => {
  expect(ci()).toMatchObject({ code: 0, last: '12 passed, 0 failed' });
});

test('tells the tests where the components are, absolutely, and that this is CI', () => {
  npmSays(
    '1 passed, 0 failed',
    0,
    'echo "at $KUBEBUILDER_ASSETS with $CHROMIUM, $TENURE_TEST_POSTGRES, $NGINX, $ALERTMANAGER, $AMTOOL, $PROMTOOL, CI=$CI"',
  );
  const monitors = MONITORS.map((name) => join(programs, name)).join(', ');
  expect(ci().said).toContain(
    `at ${assets} with ${join(programs, 'chromium')}, ${postgres}, ${join(programs, 'nginx')}, ${monitors}, CI=true`,
  );
});

test.each(['kube-apiserver', 'etcd', 'elector', 'helm'])('fails without %s', (name) => {
  rmSync(join(assets, name));
  expect(ci()).toMatchObject({ code: 1, last: '0 passed, 1 failed' });
  expect(ci().said).toContain(`lacks ${name}`);
});

test('fails without PostgreSQL, where installing it does not help', () => {
  rmSync(join(postgres, 'initdb'));
  expect(ci()).toMatchObject({ code: 1, last: '0 passed, 1 failed' });
  expect(ci().said).toContain('could not install postgresql');
  for (const name of ['apt-get', 'sudo']) program(programs, name, 'exit 0');
  expect(ci()).toMatchObject({ code: 1, last: '0 passed, 1 failed' });
  expect(ci().said).toContain('no initdb');
});

test('installs nginx where there is none, and fails where that does not help', () => {
  rmSync(join(programs, 'nginx'));
  expect(ci()).toMatchObject({ code: 1, last: '0 passed, 1 failed' });
  expect(ci().said).toContain('could not install nginx');
  for (const name of ['apt-get', 'sudo']) program(programs, name, 'exit 0');
  expect(ci()).toMatchObject({ code: 1, last: '0 passed, 1 failed' });
  expect(ci().said).toContain('nginx is missing');
});

test('fails without the folder of the components', () => {
  rmSync(assets, { recursive: true });
  expect(ci()).toMatchObject({ code: 1, last: '0 passed, 1 failed' });
});

test('installs Chromium where there is none, and fails where that does not help', () => {
  rmSync(join(programs, 'chromium'));
  expect(ci()).toMatchObject({ code: 1, last: '0 passed, 1 failed' });
  expect(ci().said).toContain('could not install chromium');
  for (const name of ['apt-get', 'sudo']) program(programs, name, 'exit 0');
  expect(ci()).toMatchObject({ code: 1, last: '0 passed, 1 failed' });
  expect(ci().said).toContain('chromium is missing');
});

test.each([
  ['prometheus-alertmanager', 'prometheus-alertmanager'],
  ['amtool', 'prometheus-alertmanager'],
  ['promtool', 'prometheus'],
])('installs %s where there is none, and fails where that does not help', (name, pack) => {
  rmSync(join(programs, name));
  expect(ci()).toMatchObject({ code: 1, last: '0 passed, 1 failed' });
  expect(ci().said).toContain(`could not install ${pack}\n`);
  for (const installer of ['apt-get', 'sudo']) program(programs, installer, 'exit 0');
  expect(ci()).toMatchObject({ code: 1, last: '0 passed, 1 failed' });
  expect(ci().said).toContain(`${name} is missing`);
});

test('fails with a Chromium that cannot be run', () => {
  program(programs, 'chromium', 'exit 127');
  expect(ci()).toMatchObject({ code: 1, last: '0 passed, 1 failed' });
});

test.each(['ci', 'run check', 'run build'])('fails when npm %s does', (command) => {
  program(programs, 'npm', `[ "$*" = '${command}' ] || [ "$*" = '${command} --no-audit' ] || exit 0; exit 1`);
  expect(ci()).toMatchObject({ code: 1, last: '0 passed, 1 failed' });
  expect(ci().said).toContain(`npm ${command} failed`);
});

test('counts as failed what was left out', () => {
  npmSays('10 passed, 0 failed, 2 skipped', 0, "echo 'elections [skipped: set KUBEBUILDER_ASSETS]'");
  expect(ci()).toMatchObject({ code: 1, last: '10 passed, 2 failed' });
  expect(ci().said).toContain('elections [skipped: set KUBEBUILDER_ASSETS]');
});

test('passes on what failed, and never says less than the exit code', () => {
  npmSays('10 passed, 2 failed', 1);
  expect(ci()).toMatchObject({ code: 1, last: '10 passed, 2 failed' });
  npmSays('12 passed, 0 failed', 1);
  expect(ci()).toMatchObject({ code: 1, last: '12 passed, 1 failed' });
  npmSays('it broke off', 1);
  expect(ci()).toMatchObject({ code: 1, last: '0 passed, 1 failed' });
});

/** `npm test` passes, and `npm audit` says this and ends with 1. */
function auditSays(...lines: string[]): void {
  const said = lines.map((line) => `echo '${line}'`).join('\n');
  const tests = "[ $1 != test ] || { echo '12 passed, 0 failed'; exit 0; }";
  program(programs, 'npm', `${tests}\n[ "$1" = audit ] || exit 0\n${said}\nexit 1`);
}

test.each(['1 high severity vulnerability', '14 vulnerabilities (2 moderate, 12 critical)'])(
  'fails when what is shipped is known to be weak: %s',
  (summary) => {
    auditSays('# npm audit report', 'a  <1.2.3', summary);
    expect(ci()).toMatchObject({ code: 1, last: '12 passed, 1 failed' });
    expect(ci().said).toContain('a  <1.2.3');
  },
);

test('says so when the registry knows of no audit, and is content', () => {
  auditSays('npm warn audit 405 Method Not Allowed', 'npm error audit endpoint returned an error');
  expect(ci()).toMatchObject({ code: 0, last: '12 passed, 0 failed' });
  expect(ci().said).toContain('NOT AUDITED');
});

test('fails when files are left behind', () => {
  npmSays('12 passed, 0 failed', 0, 'echo > left.txt');
  expect(ci()).toMatchObject({ code: 1, last: '12 passed, 1 failed' });
  expect(ci().said).toContain('left.txt');
});
