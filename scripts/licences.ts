/** Which licences what is shipped may have: pure, of a CycloneDX document's components. */
export type Component = {
  name: string;
  version: string;
  licenses?: { license?: { id?: string; name?: string }; expression?: string }[];
};

/** Those that ask for no more than that their text and names go along with the image. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-4.0',
  'ISC',
  'MIT',
  'PSF-2.0',
  'Python-2.0',
  'Unlicense',
]);

export function licenceOf({ licenses = [] }: Pick<Component, 'licenses'>): string {
  const said = licenses.map(({ license, expression }) => expression ?? license?.id ?? license?.name ?? '');
  return said.join(' AND ');
}

/** An SPDX expression of which every AND is allowed, and of every OR one side. */
export function isAllowed(licence: string): boolean {
  const bare = licence.replaceAll(/[()]/g, '').trim();
  // AND binds more than OR; brackets the other way round are read as the stricter of the two.
  if (/\(.* OR .*\)/.test(licence) && / AND /.test(licence))
    return bare.split(/ AND | OR /).every((one) => ALLOWED.has(one.trim()));
  return bare.split(' OR ').some((side) => side.split(' AND ').every((one) => ALLOWED.has(one.trim())));
}

/** Each a sentence. */
export function licenceFaults(components: readonly Component[]): string[] {
  return components
    .filter((component) => !isAllowed(licenceOf(component)))
    .map(
      (component) =>
        `${component.name}@${component.version}: ${licenceOf(component) || 'no licence is named'}, which is not on the list.`,
    );
}
