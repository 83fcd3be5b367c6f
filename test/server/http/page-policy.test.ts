import { describe, expect, it, test } from 'vitest';
import { answerHeaders, kindOf, policyOf } from '../../../lib/server/http/page-policy.ts';

describe('which policy', () => {
  test.each([
    ['/', 'page'],
    ['/leases/a/b', 'page'],
    ['/apiary', 'page'],
    ['/api', 'data'],
    ['/api/v1/status', 'data'],
    ['/metrics', 'data'],
    ['/_next/static/chunks/a.js', 'script'],
    ['/icon.svg', 'icon'],
  ])('%s: %s', (path, kind) => expect(kindOf(path)).toBe(kind));
});

describe('a policy', () => {
  const kinds = ['page', 'script', 'icon', 'data'] as const;
  test.each(kinds)(
    'of a %s names no other origin, no scheme that could be one, and allows no eval',
    (kind) => {
      const policy = policyOf(kind, 'NONCE');
      expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("base-uri 'none'");
    },
  );
  it('of a page lets only what has the nonce run, and no style that is no file', () => {
    expect(policyOf('page', 'NONCE')).toMatch(/script-src 'nonce-NONCE' 'strict-dynamic';/);
    expect(policyOf('page', 'NONCE')).not.toContain('unsafe-inline');
  });
});

test('HSTS is for what came by TLS alone', () => {
  expect([true, false].map((byTls) => 'Strict-Transport-Security' in answerHeaders('', byTls))).toEqual([
    true,
    false,
  ]);
});
