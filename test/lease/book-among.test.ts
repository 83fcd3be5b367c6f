/** What is said of some namespaces is what a book would say that was only ever told of these. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LeaseSpec, lease, T0, watchedBook } from './builders.ts';

const NAMESPACES = ['a', 'b', 'kube-node-lease'];
const step = fc.record({
  namespace: fc.constantFrom(...NAMESPACES),
  name: fc.constantFrom('x', 'y'),
  what: fc.constantFrom('renew', 'release', 'delete', 'sweep'),
  afterMs: fc.integer({ min: 0, max: 30_000 }),
});

describe('a book asked about some namespaces', () => {
  it('says what one would that was told of nothing else', () =>
    fc.assert(
      fc.property(fc.subarray(NAMESPACES), fc.array(step, { maxLength: 40 }), (among, steps) => {
        const seen = new Set(among);
        const whole = watchedBook();
        const part = watchedBook();
        let ms = 0;
        for (const { namespace, name, what, afterMs } of steps) {
          ms += afterMs;
          const spec: LeaseSpec = {
            ...{ namespace, name, writtenAt: T0 + ms },
            ...{ uid: `uid-${namespace}-${name}`, holder: what === 'release' ? '' : 'h' },
          };
          for (const one of [whole, part]) {
            if (one === part && what !== 'sweep' && !seen.has(namespace)) continue;
            if (what === 'sweep') one.scope.proved(T0 + ms);
            if (what === 'sweep') one.book.sweep(T0 + ms);
            else if (what === 'delete') one.scope.deleted(lease(spec), T0 + ms, false);
            else one.scope.changed(lease(spec), T0 + ms, false);
          }
        }
        const names = (leases: Iterable<{ record: { namespace: string; name: string } }>) =>
          [...leases].map(({ record }) => `${record.namespace}/${record.name}`).sort();
        expect(whole.book.totals(seen)).toEqual(part.book.totals());
        expect(whole.book.totals(new Set(NAMESPACES))).toEqual(whole.book.totals());
        expect(names(whole.book.elections(seen))).toEqual(names(part.book.elections()));
        expect(names(whole.book.heartbeats(seen))).toEqual(names(part.book.heartbeats()));
        expect(names(whole.book.elections(null))).toEqual(names(whole.book.elections()));
      }),
    ));
});
