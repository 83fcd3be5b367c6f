/** Handovers as a file: comma-separated for a spreadsheet, or one JSON object a line. */
import type { Handover } from '../lease/handover.ts';
import { csvLine } from './csv.ts';
import type { Sight } from './sight.ts';

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

const TYPES = {
  csv: 'text/csv; charset=utf-8; header=present',
  ndjson: 'application/x-ndjson; charset=utf-8',
};

/** So much is handed over at a time: a line each would cost the loop more than the lines. */
const PIECE_CHARACTERS = 64 * 1024;

/** A response that streams all of them, made as the client reads. `sight`: of whom the file is the view. */
export function handoverFile(
  handovers: AsyncIterable<Handover>,
  format: 'csv' | 'ndjson',
  sight: Sight,
): Response {
  const pieces = inPieces(format === 'csv' ? csvLines(handovers) : jsonLines(handovers));
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

async function* csvLines(handovers: AsyncIterable<Handover>): AsyncGenerator<string, undefined> {
  yield csvLine(COLUMNS);
  for await (const handover of handovers) {
    yield csvLine(
      COLUMNS.map((column) => {
        if (column === 'time') return new Date(handover.at).toISOString();
        if (column === 'evidence') return JSON.stringify(handover.evidence);
        return handover[column];
      }),
    );
  }
}

async function* jsonLines(handovers: AsyncIterable<Handover>): AsyncGenerator<string, undefined> {
  for await (const handover of handovers) yield `${JSON.stringify(handover)}\n`;
}
