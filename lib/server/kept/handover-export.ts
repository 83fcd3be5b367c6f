/**
 * Handovers as a file: comma-separated for a spreadsheet, or one JSON object a line. At its end stands of what it cannot
 * tell: who counts what is in it would take that for quiet.
 */
import type { Handover } from '../../lease/handover.ts';
import type { BlindStretch } from '../../view/timeline.ts';
import { type Cell, csvLine } from '../api/csv.ts';
import type { Sight } from '../sight.ts';

const COLUMNS = [
  'at',
  'time',
  'namespace',
  'name',
  'from',
  'to',
  'cause',
  'certainty',
  'silentMs',
  'vacantMs',
  'transitionsDelta',
  'coordinated',
  'leaseUid',
  'id',
  'evidence',
] as const;

/** `keptFrom`: nothing before it is known, epoch ms; null where all of the range is. */
export type Untold = { blindSpots: readonly BlindStretch[]; keptFrom: number | null };

/** What stands where others have their cause. */
const NOT_WATCHED = 'not watched';
const NOT_KEPT = 'nothing kept before';

const TYPES = {
  csv: 'text/csv; charset=utf-8; header=present',
  ndjson: 'application/x-ndjson; charset=utf-8',
};

/** So much is handed over at a time: a line each would cost the loop more than the lines. */
const PIECE_CHARACTERS = 64 * 1024;

/** A response that streams all of them, made as the client reads. `sight`: of whom the file is the view. */
export function handoverFile(
  handovers: AsyncIterable<Handover>,
  untold: Untold,
  format: 'csv' | 'ndjson',
  sight: Sight,
): Response {
  const pieces = inPieces(format === 'csv' ? csvLines(handovers, untold) : jsonLines(handovers, untold));
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await pieces.next();
        if (next.done === true) controller.close();
        else controller.enqueue(encoder.encode(next.value));
      },
      async cancel() {
        await pieces.return(undefined);
      },
    },
    // Nothing is made before somebody reads it.
    { highWaterMark: 0 },
  );
  return new Response(body, {
    headers: {
      'Content-Type': TYPES[format],
      'Content-Disposition': `attachment; filename="${fileName(sight)}.${format}"`,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    },
  });
}

/** "handovers", "handovers-payments", "handovers-3-namespaces": a header would be no row of the file. */
function fileName(sight: Sight): string {
  if (sight === null) return 'handovers';
  const [first = '', ...more] = sight;
  return more.length === 0 && /^[a-z0-9-]+$/.test(first)
    ? `handovers-${first}`
    : `handovers-${sight.size}-namespaces`;
}

async function* inPieces(lines: AsyncGenerator<string, undefined>): AsyncGenerator<string, undefined> {
  let piece = '';
  for await (const line of lines) {
    piece += line;
    if (piece.length < PIECE_CHARACTERS) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

async function* csvLines(
  handovers: AsyncIterable<Handover>,
  { blindSpots, keptFrom }: Untold,
): AsyncGenerator<string, undefined> {
  yield csvLine(COLUMNS);
  for await (const handover of handovers)
    yield csvRow({ ...handover, evidence: JSON.stringify(handover.evidence) });
  for (const { from, to, scope } of blindSpots) {
    const evidence = JSON.stringify({ unwatchedFrom: from, unwatchedTo: to });
    yield csvRow({ at: from, namespace: scope, cause: NOT_WATCHED, evidence });
  }
  if (keptFrom !== null) yield csvRow({ at: keptFrom, cause: NOT_KEPT });
}

function csvRow(cells: { at: number } & Partial<Record<(typeof COLUMNS)[number], Cell>>): string {
  const row = { ...cells, time: new Date(cells.at).toISOString() };
  return csvLine(COLUMNS.map((column) => row[column] ?? null));
}

async function* jsonLines(
  handovers: AsyncIterable<Handover>,
  { blindSpots, keptFrom }: Untold,
): AsyncGenerator<string, undefined> {
  for await (const handover of handovers) yield jsonLine(handover);
  for (const blind of blindSpots) yield jsonLine({ blind });
  if (keptFrom !== null) yield jsonLine({ keptFrom });
}

function jsonLine(value: Handover | { blind: BlindStretch } | { keptFrom: number }): string {
  return `${JSON.stringify(value)}\n`;
}
