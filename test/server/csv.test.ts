import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Handover } from '../../lib/lease/handover.ts';
import { csvLine } from '../../lib/server/csv.ts';
import { handoverFile } from '../../lib/server/handover-export.ts';
import { handover } from './handover-builder.ts';

describe('a cell', () => {
  test.each([
    ['plain', 'plain'],
    ['with,comma', '"with,comma"'],
    ['with "quotes"', '"with ""quotes"""'],
    ['two\nlines', '"two\nlines"'],
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', '"\'\r=1"'],
    ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
    [-5, '-5'],
    [null, ''],
    [false, 'false'],
    ['', ''],
  ])('%j', (cell, text) => {
    expect(csvLine([cell])).toBe(`${text}\r\n`);
  });

  test('whatever a holder calls itself stays one cell, and no formula', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const cells = parse(csvLine(['before', text, 'after']));
        expect(cells).toHaveLength(3);
        expect(cells[1]?.replace(/^'/, '')).toBe(text.replace(/^'/, ''));
        expect(cells[1]).not.toMatch(/^[=+\-@\t\r]/);
      }),
    );
  });
});

describe('a file of handovers', () => {
  const hostile = handover({ from: '=cmd|calc', to: null, evidence: { why: 'a,b' } });

  test('as csv has a header and one line each', async () => {
    const response = handoverFile(those(hostile, handover()), 'csv', null);
    const lines = (await response.text()).split('\r\n');
    expect(response.headers.get('content-disposition')).toContain('handovers.csv');
    expect(lines[0]?.split(',').slice(0, 6)).toEqual(['at', 'time', 'namespace', 'name', 'from', 'to']);
    expect(parse(`${lines[1]}\r\n`)).toEqual([
      '1800000000000',
      '2027-01-15T08:00:00.000Z',
      'kube-system',
      'kube-scheduler',
      "'=cmd|calc",
      '',
      'expiry',
      'likely',
      '17000',
      '2000',
      '1',
      'false',
      'uid',
      'uid.1',
      '{"why":"a,b"}',
    ]);
    expect(lines).toHaveLength(4);
  });

  test.each([
    [null, 'handovers.csv'],
    [['payments'], 'handovers-payments.csv'],
    [['b"ad'], 'handovers-1-namespaces.csv'],
    [['a', 'b'], 'handovers-2-namespaces.csv'],
  ])('of who sees %j is called %s', (namespaces, name) => {
    const { headers } = handoverFile(those(), 'csv', namespaces === null ? null : new Set(namespaces));
    expect(headers.get('content-disposition')).toBe(`attachment; filename="${name}"`);
  });

  test('as ndjson has one object a line', async () => {
    const text = await handoverFile(those(hostile, handover()), 'ndjson', null).text();
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([hostile, handover()]);
  });
});

async function* those(...handovers: Handover[]): AsyncGenerator<Handover> {
  yield* handovers;
}

/** One line after RFC 4180. */
function parse(line: string): string[] {
  const cells: string[] = [];
  let rest = line.replace(/\r\n$/, '');
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"/.exec(rest);
    const cell = quoted?.[0] ?? /^[^,]*/.exec(rest)?.[0] ?? '';
    cells.push(quoted?.[1]?.replaceAll('""', '"') ?? cell);
    rest = rest.slice(cell.length);
    if (rest === '') return cells;
    rest = rest.slice(1);
  }
}
