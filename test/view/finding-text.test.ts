import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { RULES } from '../../lib/detect/finding.ts';
import { type Block, findingBlocks, type Inline, inlinesOf } from '../../lib/view/finding-text.ts';

const folder = join(import.meta.dirname, '..', '..', 'docs', 'findings');

function inlinesIn(block: Block): Inline[] {
  if (block.type === 'list') return block.items.flat();
  return block.type === 'table' ? [...block.head, ...block.rows.flat()].flat() : block.inlines;
}

test('every rule has its page, and every page its rule', () => {
  expect(readdirSync(folder).sort()).toEqual(RULES.map((rule) => `${rule}.md`).sort());
});

describe.each(RULES)('the page of %s', (rule) => {
  const markdown = readFileSync(join(folder, `${rule}.md`), 'utf8');
  const blocks = findingBlocks(markdown);
  it('says how it is judged, what causes it and what to do', () => {
    const headings = blocks.filter(({ type }) => type === 'heading').flatMap(inlinesIn);
    expect(headings.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['How it is judged', 'What causes it', 'What to do']),
    );
    expect(blocks[0]?.type).toBe('paragraph');
  });
  it('loses no word, and leaves no mark of its writing', () => {
    const inlines = blocks.flatMap(inlinesIn);
    const letters = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, '');
    const whole = markdown.replace(/^# .*\n/, '').replace(/^\| -.*$/gm, '');
    expect(letters(inlines.map(({ text }) => text).join(''))).toBe(letters(whole));
    for (const { type, text } of inlines)
      if (type !== 'code') expect(text).not.toMatch(/[`|]|\*\*|^#|^- |_\w/);
  });
});

test('words that stand for something, code and what is strong are told apart', () => {
  expect(inlinesOf('It is **so**: _clock-skew_ by `a_b_c` and d_e_f')).toEqual([
    { type: 'text', text: 'It is ' },
    { type: 'strong', text: 'so' },
    { type: 'text', text: ': ' },
    { type: 'term', text: 'clock-skew' },
    { type: 'text', text: ' by ' },
    { type: 'code', text: 'a_b_c' },
    { type: 'text', text: ' and d_e_f' },
  ]);
});
