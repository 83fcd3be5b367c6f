import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ApiError } from '../../../lib/server/api/api-error.ts';
import {
  AT_ONCE,
  createHttpLimits,
  FILES,
  OPENINGS,
  OTHERS,
  RANGES,
  SILENCES,
  STREAMS,
} from '../../../lib/server/http/http-limits.ts';
import { createTokenBuckets } from '../../../lib/server/http/token-buckets.ts';
import { createOpenStreams } from '../../../lib/server/stream/open-streams.ts';

describe('a bucket of tokens', () => {
  it('never lets more through than its burst and what has come in since, and keeps nobody for ever', () => {
    const steps = fc.array(fc.nat({ max: 3000 }), { maxLength: 200 });
    fc.assert(
      fc.property(
        steps,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 50 }),
        (waits, burst, rate) => {
          const buckets = createTokenBuckets(burst, rate);
          let now = 0;
          let taken = 0;
          for (const wait of waits) {
            now += wait;
            const more = buckets.take('a', now);
            if (more === 0) taken += 1;
            else {
              now += more;
              expect(buckets.take('a', now)).toBe(0);
              taken += 1;
            }
            expect(taken).toBeLessThanOrEqual(burst + (now * rate) / 1000 + 1e-6);
          }
        },
      ),
    );
  });

  it('is each client’s own, and does not grow with their number', () => {
    const buckets = createTokenBuckets(1, 1);
    expect(buckets.take('a', 0)).toBe(0);
    expect(buckets.take('b', 0)).toBe(0);
    expect(buckets.take('a', 0)).toBe(1000);
    for (let client = 0; client < 10_000; client += 1) buckets.take(`c${client}`, 0);
    // Forgotten, as the one that asked the longest ago.
    expect(buckets.take('b', 0)).toBe(0);
  });
});

describe('open streams', () => {
  it('are counted as long as they are open, whatever the order', () => {
    const steps = fc.array(fc.record({ client: fc.constantFrom('a', 'b', 'c'), opens: fc.boolean() }));
    fc.assert(
      fc.property(steps, (all) => {
        const streams = createOpenStreams(2, 4);
        const open: string[] = [];
        for (const { client, opens } of all) {
          const own = open.filter((one) => one === client).length;
          if (opens) {
            const expected = own >= 2 ? 'client' : open.length >= 4 ? 'all' : null;
            expect(streams.open(client)).toBe(expected);
            if (expected === null) open.push(client);
          } else if (own > 0) {
            streams.release(client);
            open.splice(open.indexOf(client), 1);
          }
        }
      }),
    );
  });
});

describe('the limits', () => {
  const refusal = (work: () => unknown): string => {
    try {
      work();
      return 'let through';
    } catch (error) {
      const { status, headers } = error as ApiError;
      return `${status} after ${headers['Retry-After']} s`;
    }
  };
  const times = (count: number, work: (index: number) => unknown): void => {
    for (let index = 0; index < count; index += 1) work(index);
  };

  it('of streams: a client’s, then all of them; one that ends makes room', () => {
    const limits = createHttpLimits(() => 0);
    const stream = (address: string) => limits.enter(address, 'GET', '/api/v1/stream?name=a');
    const leave = stream('192.0.2.1');
    times(STREAMS.ofClient - 1, () => stream('192.0.2.1'));
    expect(refusal(() => stream('192.0.2.1'))).toBe('429 after 30 s');
    leave(200);
    expect(refusal(() => stream('192.0.2.1'))).toBe('let through');
    times(STREAMS.all - STREAMS.ofClient, (index) => stream(`198.51.${index >> 8}.${index & 255}`));
    expect(refusal(() => stream('203.0.113.1'))).toBe('503 after 30 s');
    expect(refusal(() => limits.enter('203.0.113.1', 'HEAD', '/api/v1/stream'))).toBe('let through');
  });

  it('of streams that are opened, however soon each is left; all of a client’s may come back at once, and again', () => {
    let now = 0;
    const limits = createHttpLimits(() => now);
    const stream = (address: string) => limits.enter(address, 'GET', '/api/v1/stream');
    const together = () => {
      const open = Array.from({ length: STREAMS.ofClient }, () => stream('192.0.2.1'));
      for (const leave of open) leave(200);
    };
    times(5, together);
    times(OPENINGS.burst - 5 * STREAMS.ofClient, () => stream('192.0.2.1')(200));
    expect(refusal(() => stream('192.0.2.1'))).toBe('429 after 1 s');
    expect(() => stream('192.0.2.1')).toThrow('streams too often');
    expect(refusal(() => stream('192.0.2.2'))).toBe('let through');
    now = 60_000;
    together();
  });

  it('of streams that are opened: who is not let in has opened none', () => {
    const limits = createHttpLimits(() => 0);
    const stream = () => limits.enter('192.0.2.1', 'GET', '/api/v1/stream');
    times(OPENINGS.burst, () => stream()(401));
    times(OPENINGS.burst, () => stream()(403));
    times(OPENINGS.burst, () => stream()(400));
    expect(refusal(stream)).toBe('429 after 1 s');
  });

  it('of ranges, of files and of everything else, each by itself', () => {
    const limits = createHttpLimits(() => 0);
    const ask = (url: string) => limits.enter('2001:db8::1', 'GET', url);
    times(RANGES.burst, () => ask('/api/v1/timeline?from=now-6h')(200));
    expect(refusal(() => ask('/api/v1/leases/a/b/insight'))).toBe('429 after 1 s');
    times(FILES.burst, () => ask('/api/v1/incident')(200));
    expect(refusal(() => ask('/api/v1/handovers?format=csv'))).toBe('429 after 1 s');
    // Another address of the same network is the same client.
    expect(refusal(() => limits.enter('2001:db8::2', 'GET', '/api/v1/incident'))).toBe('429 after 1 s');
    times(OTHERS.burst - 2, () => ask('/api/v1/leases?limit=1000'));
    ask('/metrics');
    ask('/alerts');
    for (const url of ['/api/v1/nodes', '/api/v1/clocks', '/metrics', '/', '/nowhere', '/api/v1/leases?q=x'])
      expect(refusal(() => ask(url))).toBe('429 after 1 s');
    expect(refusal(() => limits.enter('192.0.2.1', 'GET', '/api/v1/status'))).toBe('let through');
  });

  it('of everything else: not of built files, nor of who asks whether Tenure lives', () => {
    const limits = createHttpLimits(() => 0);
    const ask = (url: string) => limits.enter('192.0.2.1', 'GET', url);
    times(OTHERS.burst, () => ask('/'));
    for (const url of ['/_next/static/chunks/a.js', '/icon.svg', '/healthz', '/readyz?verbose'])
      times(OTHERS.burst, () => ask(url));
    for (const url of [
      '/_next/static/../../api/v1/leases',
      '/healthz/../metrics',
      '/_next/image?url=x',
      '/readyzz',
    ])
      expect(refusal(() => ask(url))).toMatch(/^429/);
  });

  it('of everything else: eight tabs, a script that asks once a second and Prometheus never meet it', () => {
    let now = 0;
    const limits = createHttpLimits(() => now);
    const ask = (url: string) =>
      expect(refusal(() => limits.enter('192.0.2.1', 'GET', url))).toBe('let through');
    for (let second = 0; second < 3600; second += 1) {
      now = second * 1000;
      ask('/api/v1/status');
      if (second % 15 === 0) ask('/metrics');
      // As often as any page asks, for each of what it shows.
      if (second % 5 === 0)
        for (const what of ['nodes', 'clocks', 'rules', 'silences']) times(8, () => ask(`/api/v1/${what}`));
      if (second % 60 === 0) times(8, () => ask('/nodes?_rsc=1'));
    }
  });

  it('of ranges and files at a time: one client leaves half of the line to others', () => {
    const limits = createHttpLimits(() => 0);
    const ask = (address: string, url: string) => limits.enter(address, 'GET', url);
    const leave = ask('192.0.2.1', '/api/v1/incident');
    times(AT_ONCE - 1, () => ask('192.0.2.1', '/api/v1/handovers'));
    for (const url of ['/api/v1/handovers', '/api/v1/alerts?format=csv'])
      expect(refusal(() => ask('192.0.2.1', url))).toBe('429 after 1 s');
    expect(refusal(() => ask('192.0.2.1', '/api/v1/leases'))).toBe('let through');
    expect(refusal(() => ask('192.0.2.2', '/api/v1/handovers'))).toBe('let through');
    leave(200);
    expect(refusal(() => ask('192.0.2.1', '/api/v1/handovers'))).toBe('let through');
  });

  it('of silences that are made; who reads them or ends one is counted among everything else', () => {
    let now = 0;
    const limits = createHttpLimits(() => now);
    const ask = (method: string, url: string, address = '192.0.2.1') => limits.enter(address, method, url);
    const make = () => ask('POST', '/api/v1/silences');
    times(SILENCES.burst + 1, () => ask('GET', '/api/v1/silences'));
    times(SILENCES.burst, make);
    expect(refusal(make)).toBe('429 after 1 s');
    expect(make).toThrow('silences');
    times(SILENCES.burst + 1, () => ask('DELETE', '/api/v1/silences/s1'));
    expect(refusal(() => ask('POST', '/api/v1/silences', '192.0.2.2'))).toBe('let through');
    now = 1000;
    expect(refusal(make)).toBe('let through');
    expect(refusal(() => ask('POST', '/api/v1/silences?x=1'))).toBe('429 after 1 s');
  });

  it.each([
    ['GET', '/api/v1/./stream', STREAMS.ofClient],
    ['GET', '/sign-in/../api/v1/stream?name=a', STREAMS.ofClient],
    ['GET', '/api/v1/x/%2e%2E/stream', STREAMS.ofClient],
    ['GET', '/api/v1/stream#/x', STREAMS.ofClient],
    ['GET', '/api/v1/x/../timeline', AT_ONCE],
    ['GET', '/api/v1/leases/kube-system/kube-scheduler', AT_ONCE],
    ['GET', '/api/v1/leases/a/x/../b?x=1', AT_ONCE],
    ['GET', '/_next/static/../../api/v1/incident', FILES.burst],
    ['GET', '/api/v1/handovers?format=csv#x', FILES.burst],
    ['POST', '/api/v1/silences#x', SILENCES.burst],
  ])('of what is asked for in other spellings, which Next reads as the same: %s %s', (method, url, most) => {
    const limits = createHttpLimits(() => 0);
    const ask = () => limits.enter('192.0.2.1', method, url);
    times(most, ask);
    expect(refusal(ask)).toMatch(/^429 after/);
  });

  it.each(['*', '//[', 'http://[/', '/%', ''])('of what is no address: let through as it is, %s', (url) => {
    expect(refusal(() => createHttpLimits(() => 0).enter('192.0.2.1', 'OPTIONS', url))).toBe('let through');
  });
});
