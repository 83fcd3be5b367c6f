import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Handover } from '../../../lib/lease/handover.ts';
import { csvLine } from '../../../lib/server/api/csv.ts';
import { handoverFile, type Untold } from '../../../lib/server/kept/handover-export.ts';
import { handover } from '../kept/handover-builder.ts';

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
    const response = handoverFile(those(hostile, handover()), WHOLE, 'csv', null);
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
    const { headers } = handoverFile(those(), WHOLE, 'csv', namespaces === null ? null : new Set(namespaces));
    expect(headers.get('content-disposition')).toBe(`attachment; filename="${name}"`);
  });

  test('as ndjson has one object a line', async () => {
    const text = await handoverFile(those(hostile, handover()), WHOLE, 'ndjson', null).text();
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([hostile, handover()]);
  });
});

describe('what a file cannot tell stands at its end', () => {
  const at = handover().at;
  const untold: Untold = {
    blindSpots: [
      { from: at - 9000, to: at - 7000, scope: null },
      { from: at - 2000, to: at - 1000, scope: 'apps' },
    ],
    keptFrom: at - 9500,
  };

  test('as csv: in rows, with words where others have their cause', async () => {
    const lines = (await handoverFile(those(handover()), untold, 'csv', null).text()).trimEnd().split('\r\n');
    const [header = [], , ...rows] = lines.map((line) => parse(line));
    const cell = (row: string[], column: string) => row[header.indexOf(column)];
    expect(rows.map((row) => row.length)).toEqual([header.length, header.length, header.length]);
    const told = ['at', 'namespace', 'name', 'cause', 'evidence'];
    expect(rows.map((row) => told.map((column) => cell(row, column)))).toEqual([
      [
        ...[`${at - 9000}`, '', '', 'not watched'],
        JSON.stringify({ unwatchedFrom: at - 9000, unwatchedTo: at - 7000 }),
      ],
      [
        ...[`${at - 2000}`, 'apps', '', 'not watched'],
        JSON.stringify({ unwatchedFrom: at - 2000, unwatchedTo: at - 1000 }),
      ],
      [`${at - 9500}`, '', '', 'nothing kept before', ''],
    ]);
    expect(rows.map((row) => cell(row, 'time'))[2]).toBe('2027-01-15T07:59:50.500Z');
  });

  test('as ndjson: in lines of their own', async () => {
    const text = await handoverFile(those(handover()), untold, 'ndjson', null).text();
    const [, ...lines] = text.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      ...untold.blindSpots.map((blind) => ({ blind })),
      { keptFrom: at - 9500 },
    ]);
  });
});

const WHOLE: Untold = { blindSpots: [], keptFrom: null };

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
