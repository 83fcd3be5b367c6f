import { describe, expect, it } from 'vitest';
import { failureOf, failureOfErrorEvent, failureOfStatus, userNamedIn } from '../../lib/kube/failure.ts';

describe('a failure', () => {
  it.each([
    [401, 'unauthorized', 'unauthorized'],
    [403, 'forbidden', 'forbidden'],
    [410, 'expired', 'expired'],
    [429, 'throttled', 'throttled'],
    [500, 'server', 'http_500'],
    [302, 'server', 'http_302'],
  ])('of HTTP %i', (status, type, code) => {
    const failure = failureOfStatus(status, JSON.stringify({ message: 'its words', reason: 'R' }));
    expect(failure).toMatchObject({ type, code, message: 'its words', status });
    expect(failure.hint).not.toBe('');
  });

  it.each<[string, unknown, string]>([
    ['text', 'upstream is gone', 'upstream is gone'],
    ['nothing', '', 'HTTP 502'],
    ['a list', '[1]', '[1]'],
    ['a reason only', '{"reason":"Timeout"}', '{"reason":"Timeout"}'],
    ['a monster', 'x'.repeat(5000), 'x'.repeat(300)],
  ])('with a body of %s', (_, body, message) => {
    expect(failureOfStatus(502, body).message).toBe(message);
  });

  it.each<[string, unknown, string | undefined, number | null]>([
    ['the header', {}, '3', 3000],
    ['a header that asks for nothing', {}, '0', null],
    ['the Status', { details: { retryAfterSeconds: 2 } }, undefined, 2000],
    ['a date, which API servers do not send', {}, 'Wed, 21 Oct 2026 07:28:00 GMT', null],
    ['nothing', {}, undefined, null],
  ])('says when to come back by %s', (_, body, header, expected) => {
    expect(failureOfStatus(429, body, header).retryAfterMs).toBe(expected);
  });

  it.each<[unknown, string]>([
    [{ code: 410, reason: 'Expired' }, 'expired'],
    [{ reason: 'Gone' }, 'expired'],
    [{ code: 500 }, 'server'],
    [{}, 'server'],
    [null, 'protocol'],
    ['text', 'protocol'],
  ])('in the stream: %j is %s', (object, type) => {
    expect(failureOfErrorEvent(object).type).toBe(type);
  });

  it('has the words of the first address when a name has several, and of the innermost cause', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED ::1:6443'), { code: 'ECONNREFUSED' });
    expect(failureOf(new AggregateError([refused], '')).message).toBe('connect ECONNREFUSED ::1:6443');
    expect(failureOf(new TypeError('fetch failed', { cause: refused })).code).toBe('ECONNREFUSED');
    expect(failureOf('what?')).toMatchObject({ type: 'network', message: 'what?' });
  });

  it('names the user', () => {
    expect(userNamedIn('leases is forbidden: User "system:serviceaccount:a:b" cannot list')).toBe(
      'system:serviceaccount:a:b',
    );
    expect(userNamedIn('forbidden')).toBeNull();
  });
});
