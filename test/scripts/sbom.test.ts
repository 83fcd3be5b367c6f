/** What is shipped has a list, and no licence that the list of licences does not have. */
import { spawnSync } from 'node:child_process';
import { expect, it, test } from 'vitest';
import { isAllowed, licenceFaults } from '../../scripts/licences.ts';
import { ROOT } from '../setup/stack.ts';

it('is made by one command, with what the server loads and without what it does not', () => {
  const made = spawnSync('npm', ['run', '-s', 'sbom'], { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 26 });
  expect(made.stderr).toMatch(/^ *\d+ {2}MIT$/m);
  expect(made.stderr).toMatch(/^ *1 {2}LGPL-2\.1-or-later$/m);
  expect(made.status).toBe(0);
  const bom = JSON.parse(made.stdout) as {
    bomFormat: string;
    metadata: { component: { name: string } };
    components: { name: string; version: string }[];
  };
  expect(bom.bomFormat).toBe('CycloneDX');
  expect(bom.metadata.component.name).toBe('tenure');
  const names = bom.components.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['next', 'react', 'undici', 'pg', 'recharts', 'node']));
  expect(names).toEqual(expect.arrayContaining(['libc6', 'libgcc-s1', 'libstdc++6']));
  expect(names.filter((name) => /^(vitest|playwright-core|sharp|@img\/)/.test(name))).toEqual([]);
});

test.each(['MIT', 'MIT AND ISC AND BSD-3-Clause', '(MIT OR GPL-3.0-only)', 'GPL-3.0-only OR Apache-2.0'])(
  '%s is allowed',
  (licence) => expect(isAllowed(licence)).toBe(true),
);
test.each([
  '',
  'GPL-3.0-only',
  'LGPL-3.0-or-later',
  'MIT AND GPL-3.0-only',
  '(MIT OR GPL-3.0-only) AND ISC',
  'SEE LICENSE IN LICENSE',
])('%j is not', (licence) => expect(isAllowed(licence)).toBe(false));

it('says whose it is', () =>
  expect(
    licenceFaults([
      { name: 'a', version: '1.0.0', licenses: [{ license: { id: 'MIT' } }] },
      { name: 'b', version: '2.0.0', licenses: [{ license: { name: 'Custom' } }] },
      { name: 'c', version: '3.0.0' },
    ]),
  ).toEqual([
    'b@2.0.0: Custom, which is not on the list.',
    'c@3.0.0: no licence is named, which is not on the list.',
  ]));
