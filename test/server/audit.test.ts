import { expect, it } from 'vitest';
import { audit } from '../../lib/server/audit.ts';
import { CLIENT_HEADER } from '../../lib/server/http/client-address.ts';
import { createLog } from '../../lib/server/log.ts';

it('is one line whatever people wrote, and says who, what and when', () => {
  const lines: string[] = [];
  const log = createLog('error', { write: (line) => lines.push(line) });
  const silence = {
    id: 's1',
    matchers: [{ field: 'rule' as const, value: 'flap*' }],
    from: 1_000,
    until: 2_000,
    author: 'ana\n{"level":"fatal","audit":true}',
    comment: 'a\r\nrollout\u2028',
  };
  const request = new Request('http://tenure/', { headers: { [CLIENT_HEADER]: '198.51.100.1' } });
  audit(log, request, 'silence created', silence);
  expect(lines.map((line) => line.split('\n'))).toEqual([[expect.any(String), '']]);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'info',
    audit: true,
    client: '198.51.100.1',
    author: silence.author,
    silence,
    msg: 'silence created',
    time: expect.stringMatching(/^\d{4}-/),
  });
});
