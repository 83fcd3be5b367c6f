import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createJsonBytes } from '../../lib/history/json-bytes.ts';
import { addSpan, takeSpans } from '../../lib/history/lanes-spans.ts';
import { writeLanes } from '../../lib/history/timeline-json.ts';
import type { TimelineLane } from '../../lib/view/timeline.ts';

const time = fc.oneof(fc.integer({ min: 0, max: 2_000_000 }), fc.integer({ min: 0, max: 9e15 }));

it('writes what JSON.stringify would, whatever holders are called', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.option(fc.string()),
      time,
      time,
      (identity, node, from, to) => {
        const lease = {
          id: 1,
          namespace: 'payments',
          name: 'operator',
          class: 'controller',
          transitions: null,
          holder_id: 1,
          duration_ms: 15_000,
          first_seen_at: 0,
          seen_at: 0,
          gone_at: null,
        };
        const held = { holder: identity, ...(node === null ? {} : { node }) };
        const json = createJsonBytes();
        json.text('[');
        const spans = takeSpans();
        // Of another lane.
        addSpan(spans, 'tenure', 1, to, 7, 1, 'expiry');
        addSpan(spans, 'tenure', from, to, 1, 1, 'release');
        addSpan(spans, 'dense', to, to, 1, 2, null);
        addSpan(spans, 'vacancy', to, to, null, 0, null);
        writeLanes(
          [{ lease, handovers: 3, atLeast: true, begin: 1, end: 4 }],
          spans,
          new Map([[1, JSON.stringify(held).slice('{"holder":'.length, -1)]]),
          json,
        );
        json.text(']');
        const expected: TimelineLane = {
          namespace: 'payments',
          name: 'operator',
          class: 'controller',
          handovers: 3,
          atLeast: true,
          spans: [
            { type: 'tenure', from, to, ...held, cause: 'release' },
            { type: 'dense', from: to, to, ...held, count: 2 },
            { type: 'vacancy', from: to, to },
          ],
        };
        expect(JSON.parse(new TextDecoder().decode(json.done()))).toEqual([expected]);
      },
    ),
  );
});
