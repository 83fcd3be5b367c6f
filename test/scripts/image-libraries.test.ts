/** What the image has beside Node has a name, a licence and, where it can be asked, a version. */
import { expect, it } from 'vitest';
import { imageLibraries, libraryFaults } from '../../scripts/image-libraries.ts';

const LOADED = `
\tlinux-vdso.so.1 (0x00007f8794157000)
\tlibdl.so.2 => /lib/x86_64-linux-gnu/libdl.so.2 (0x00007f8794141000)
\tlibstdc++.so.6 => /lib/x86_64-linux-gnu/libstdc++.so.6 (0x00007f8793e00000)
\tlibgcc_s.so.1 => /lib/x86_64-linux-gnu/libgcc_s.so.1 (0x00007f8794041000)
\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f8793c1e000)
\t/lib64/ld-linux-x86-64.so.2 (0x00007f8794159000)
`;

it('has a version where dpkg-query told one', () => {
  const [libc, , cpp] = imageLibraries('libc6 2.36-9+deb12u14\nlibstdc++6 12.2.0-14\n');
  expect(libc).toEqual({
    'bom-ref': 'deb/libc6@2.36-9+deb12u14',
    type: 'library',
    name: 'libc6',
    version: '2.36-9+deb12u14',
    purl: 'pkg:deb/debian/libc6@2.36-9%2Bdeb12u14',
    licenses: [{ expression: 'LGPL-2.1-or-later' }],
  });
  expect(cpp?.purl).toBe('pkg:deb/debian/libstdc%2B%2B6@12.2.0-14');
});

it('is there by name where nothing can be asked', () => {
  const all = imageLibraries('');
  expect(all.map(({ purl }) => purl)).toEqual([
    'pkg:deb/debian/libc6',
    'pkg:deb/debian/libgcc-s1',
    'pkg:deb/debian/libstdc%2B%2B6',
  ]);
  for (const one of all) expect(one).not.toHaveProperty('version');
});

it('says which library is of no package that is known', () => {
  expect(libraryFaults('')).toEqual([]);
  expect(libraryFaults(LOADED)).toEqual([]);
  const more = '\tlibatomic.so.1 => /usr/lib/libatomic.so.1 (0x00007f8794157000)\n';
  expect(libraryFaults(LOADED + more)).toEqual([
    'libatomic.so.1: Node loads it, and scripts/image-libraries.ts does not know its package.',
  ]);
  // On arm64 the loader has another name.
  expect(libraryFaults('\t/lib/ld-linux-aarch64.so.1 (0x0000ffff)\n')).toEqual([]);
});
