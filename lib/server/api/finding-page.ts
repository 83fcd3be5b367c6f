/** The pages of `docs/findings`: they are part of what is built, so that an alert is explained without the internet. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RULES, type Rule } from '../../detect/finding.ts';
import { type Block, findingBlocks } from '../../view/finding-text.ts';

/** Null where no rule is called so. `root`: the folder that `docs` is in, which is where a server runs. */
export async function readFinding(
  name: string,
  root: string = process.cwd(),
): Promise<{ rule: Rule; blocks: Block[] } | null> {
  const rule = RULES.find((one) => one === name);
  if (rule === undefined) return null;
  const file = join(/* turbopackIgnore: true */ root, 'docs', 'findings', `${rule}.md`);
  return { rule, blocks: findingBlocks(await readFile(file, 'utf8')) };
}
