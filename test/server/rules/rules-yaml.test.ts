import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readYaml } from '../../../lib/server/rules/rules-yaml.ts';

function read(text: string) {
  const found = readYaml(text);
  if (found.type === 'refused') throw new Error(found.mistake.message);
  return found;
}

describe('YAML with lines', () => {
  it('knows the line of every key and item, in any style', () => {
    const { lineOf, value } = read(
      '# first\na:\n  b: 1\n\n  "c d": [x,\n    {d: 2}]\r\ne: |\n  text\n  a: 1\nf:\n- 1\n- g: 2\n  h:\n  - 3\n? i\n: j\n',
    );
    expect(value).toEqual({
      ...{ a: { b: 1, 'c d': ['x', { d: 2 }] }, e: 'text\na: 1\n', f: [1, { g: 2, h: [3] }], i: 'j' },
    });
    const lines: [(string | number)[], number][] = [
      [['a'], 2],
      [['a', 'b'], 3],
      [['a', 'c d'], 5],
      [['a', 'c d', 0], 5],
      [['a', 'c d', 1, 'd'], 6],
      [['e'], 7],
      [['f'], 10],
      [['f', 1, 'g'], 12],
      [['f', 1, 'h', 0], 14],
      [['i'], 15],
    ];
    for (const [path, line] of lines) expect([path, lineOf(path)]).toEqual([path, line]);
  });

  it('of what is not there it knows what it would be in', () => {
    const { lineOf } = read('a:\n  b:\n    c: 1\n');
    expect(lineOf(['a', 'b', 'x', 'y'])).toBe(2);
    expect(lineOf(['z'])).toBe(1);
    expect(lineOf([])).toBe(1);
  });

  it('names keys that are given twice', () => {
    const { duplicates } = read('a: 1\nb:\n  c: 1\n  c: 2\na: 2\n');
    expect(duplicates).toEqual([
      expect.objectContaining({ path: ['b', 'c'], line: 4 }),
      expect.objectContaining({ path: ['a'], line: 5 }),
    ]);
  });

  it('finds any key again where it was written (law)', () => {
    const tree = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.integer(),
        fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), tie('node'), { maxKeys: 5 }),
        fc.array(tie('node'), { maxLength: 4 }),
      ),
    })).node;
    const check = (
      value: unknown,
      path: (string | number)[],
      lineOf: (path: (string | number)[]) => number,
      lines: string[],
    ) => {
      if (typeof value !== 'object' || value === null) return;
      for (const [key, inner] of Object.entries(value)) {
        const at = [...path, Array.isArray(value) ? Number(key) : key];
        const line = lines[lineOf(at) - 1] ?? '';
        if (!Array.isArray(value)) expect(line.trimStart().startsWith(`"${key}":`)).toBe(true);
        check(inner, at, lineOf, lines);
      }
    };
    fc.assert(
      fc.property(tree, (value) => {
        // Indented JSON is YAML with each key on a line of its own.
        const text = JSON.stringify(value, null, 2);
        check(value, [], read(text).lineOf, text.split('\n'));
      }),
    );
  });

  it('refuses more keys and values than can be read at once', () => {
    expect(readYaml(`[${'1,'.repeat(9000)}]`)).toMatchObject({ type: 'read' });
    const mistake = { line: 1, message: 'holds far more keys and values than any rules need' };
    expect(readYaml(`[${'1,'.repeat(10_000)}]`)).toMatchObject({ type: 'refused', mistake });
  });
});
