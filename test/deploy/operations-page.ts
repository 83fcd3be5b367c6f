/** What docs/operations.md says to type and to write, read for tests. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../setup/stack.ts';

const PAGE = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');

function blocks(language: string): string[] {
  return [...PAGE.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, of, body]) =>
    of === language && body !== undefined ? [body] : [],
  );
}

/** Each by its words, as a shell joins lines and leaves comments out; what is in quotes stays in them. */
export function commands(program: string): string[][] {
  return blocks('sh')
    .flatMap((block) => block.replace(/\\\n/g, ' ').split('\n'))
    .map((line) => line.replace(/(^| )#.*/, '').match(/(?:"[^"]*"|'[^']*'|\S)+/g) ?? [])
    .filter(([first]) => first === program);
}

/** A file that the page names in its first line, without that line. */
export function documented(file: string): string {
  const found = blocks('yaml').find((block) => block.startsWith(`# ${file}\n`));
  if (found === undefined) throw new Error(`the page has no ${file}`);
  return found.slice(found.indexOf('\n') + 1);
}

/** What the page has somebody set, as Helm names it: `a.b=c` in its sentences. */
export const settings = (): string[] =>
  [...PAGE.matchAll(/`([a-z]\w*(?:\.\w+)+)=[^`]*`/g)].flatMap(([, name]) => name ?? []);

/** Values of the chart: what has no kind, and is no part of something that has. */
export const documentedValues = (): string[] =>
  blocks('yaml').filter((block) => !/^kind:|^# more of /m.test(block));
