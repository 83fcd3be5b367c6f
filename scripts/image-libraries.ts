/** The system's libraries that the image has beside Node (deploy/image/root.sh): pure, of what ldd and dpkg-query print. */

/**
 * By Debian's packages, for that is what the image is made of. None of these licences is on the list of licences.ts: they are
 * for libraries that are loaded from files of their own, unchanged, so that anybody may put others in their place.
 */
const PACKAGES = [
  {
    name: 'libc6',
    licence: 'LGPL-2.1-or-later',
    files: /^(ld-linux[\w-]*|lib(c|dl|m|pthread|resolv|rt|nss_(dns|files)))\.so\.\d+$/,
  },
  {
    name: 'libgcc-s1',
    licence: 'GPL-3.0-or-later WITH GCC-exception-3.1',
    files: /^libgcc_s\.so\.\d+$/,
  },
  {
    name: 'libstdc++6',
    licence: 'GPL-3.0-or-later WITH GCC-exception-3.1',
    files: /^libstdc\+\+\.so\.\d+$/,
  },
];
export const PACKAGE_NAMES = PACKAGES.map(({ name }) => name);

/** As components of CycloneDX. `versions`: a line a package, its name and version; who has no dpkg-query has none. */
export function imageLibraries(versions: string) {
  const asked = new Map(
    [...versions.matchAll(/^(\S+) (\S+)$/gm)].map(([, name, version = '']) => [name, version]),
  );
  return PACKAGES.map(({ name, licence }) => {
    const version = asked.get(name) ?? '';
    const ref = version === '' ? name : `${name}@${version}`;
    return {
      'bom-ref': `deb/${ref}`,
      type: 'library',
      name,
      ...(version === '' ? {} : { version }),
      // As the form of these wants it: https://github.com/package-url/purl-spec.
      purl: `pkg:deb/debian/${name.replaceAll('+', '%2B')}${version === '' ? '' : `@${encodeURIComponent(version)}`}`,
      licenses: [{ expression: licence }],
    };
  });
}

/** What Node loads that none of these packages has, each a sentence. `loaded`: what ldd prints of it. */
export function libraryFaults(loaded: string): string[] {
  const files = [...loaded.matchAll(/(?:^|\s)\/\S*\/([^/\s]+)(?=\s)/gm)].map(([, file = '']) => file);
  return [...new Set(files)]
    .filter((file) => !PACKAGES.some(({ files }) => files.test(file)))
    .map((file) => `${file}: Node loads it, and scripts/image-libraries.ts does not know its package.`);
}
