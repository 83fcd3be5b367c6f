/**
 * `npm run sbom`: what is shipped, as CycloneDX JSON on standard output, and its licences on standard error. Ends with 1
 * for a licence that is not on the list. Reads node_modules, and of the machine which libraries Node loads: those that the
 * image has where it is built there. Asks nobody.
 */
import './node-version.js';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { imageLibraries, libraryFaults, PACKAGE_NAMES } from './image-libraries.ts';
import { type Component, licenceFaults, licenceOf } from './licences.ts';

const root = join(import.meta.dirname, '..');
/** Next would make pictures smaller with these; the build leaves them out (`next.config.js`). */
const LEFT_OUT = /^(sharp$|@img\/)/;

type Reference = { ref: string; dependsOn?: string[] };
type Bom = {
  metadata: { component: { name: string } };
  components: (Component & { 'bom-ref': string })[];
  dependencies: Reference[];
};

const npm = process.env.npm_execpath;
const [command, ...first] = npm === undefined ? ['npm'] : [process.execPath, npm];
const asked = spawnSync(
  command ?? 'npm',
  [...first, 'sbom', '--omit', 'dev', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'],
  { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
);
if (asked.status !== 0) {
  console.error(asked.stderr || String(asked.error));
  process.exit(1);
}

const bom = JSON.parse(asked.stdout) as Bom;
// npm takes the name of the folder.
bom.metadata.component.name = 'tenure';
// The image has the Node that the build ran on.
const version = process.versions.node;
const node = {
  'bom-ref': `node@${version}`,
  type: 'platform',
  name: 'node',
  version,
  purl: `pkg:generic/node@${version}`,
  licenses: [{ license: { id: 'MIT' } }],
};
/** Nothing where there is no such program: what it would tell is left out. */
const told = (program: string, args: string[]): string =>
  spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } }).stdout ?? '';
const libraries = imageLibraries(
  told('dpkg-query', ['-W', '-f', `\${Package} \${Version}\n`, ...PACKAGE_NAMES]),
);
const shipped = bom.components.filter(({ name }) => !LEFT_OUT.test(name));
const refs = new Set(shipped.map((component) => component['bom-ref']));
const isKept = (ref: string): boolean =>
  refs.has(ref) || !bom.components.some((one) => one['bom-ref'] === ref);
bom.components = [...shipped, node];
bom.dependencies = bom.dependencies
  .filter(({ ref }) => isKept(ref))
  .map((one) => ({ ...one, dependsOn: (one.dependsOn ?? []).filter(isKept) }));
const ofNode = { ref: node['bom-ref'], dependsOn: libraries.map((one) => one['bom-ref']) };
const whole = {
  ...bom,
  components: [...bom.components, ...libraries],
  dependencies: [...bom.dependencies, ofNode],
};
console.log(JSON.stringify(whole, null, 2));

const counts = new Map<string, number>();
for (const component of whole.components)
  counts.set(licenceOf(component), (counts.get(licenceOf(component)) ?? 0) + 1);
for (const [licence, count] of [...counts].sort((a, b) => b[1] - a[1]))
  console.error(`${String(count).padStart(4)}  ${licence}`);
const faults = [...licenceFaults(bom.components), ...libraryFaults(told('ldd', [process.execPath]))];
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
