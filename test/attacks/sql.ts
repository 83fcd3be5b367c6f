/** What becomes part of another query where somebody puts texts together, for every filter of every list. */
import { expect } from 'vitest';

export const FILTERS: Record<string, string[]> = {
  '/api/v1/handovers': [
    'namespace',
    'name',
    'class',
    'q',
    'cause',
    'holder',
    'from',
    'to',
    'cursor',
    'limit',
  ],
  '/api/v1/timeline': ['namespace', 'name', 'class', 'q', 'moved', 'points', 'from', 'to', 'cursor', 'limit'],
  '/api/v1/timeline/overview': ['namespace', 'name', 'class', 'q', 'slots', 'from', 'to'],
  '/api/v1/alerts': ['state', 'severity', 'rule', 'namespace', 'name', 'id', 'from', 'to', 'cursor', 'limit'],
  '/api/v1/leases': ['q', 'class', 'namespace', 'state', 'holder', 'elects', 'sort', 'cursor', 'limit'],
  '/api/v1/nodes': ['name', 'q', 'state', 'cursor', 'limit'],
  '/api/v1/incident': ['namespace', 'name', 'class', 'q', 'from', 'to', 'format'],
  '/api/v1/blind-spots': ['from', 'to'],
  '/api/v1/silences': ['cursor', 'limit'],
};
const SQL = [
  "' OR '1'='1",
  "'; DROP TABLE handovers; --",
  "%' UNION SELECT sql FROM sqlite_master --",
  '\\',
  '%',
  '\u0000',
  '$1',
  '?',
];

export async function expectNoSql(origin: string, path: string): Promise<void> {
  // Files are dear: there are not as many to be had.
  for (const name of FILTERS[path] ?? [])
    for (const text of path === '/api/v1/incident' ? SQL.slice(0, 3) : SQL) {
      const answer = await fetch(`${origin}${path}?${new URLSearchParams({ [name]: text })}`);
      const said = await answer.text();
      expect([200, 400], `${name}=${text}: ${said.slice(0, 300)}`).toContain(answer.status);
      expect(said).not.toMatch(
        /CREATE TABLE|SQLITE_ERROR|syntax error|no such column|(relation|column|function) \S+ does not exist/,
      );
    }
  expect((await fetch(`${origin}/api/v1/handovers`)).status).toBe(200);
}
