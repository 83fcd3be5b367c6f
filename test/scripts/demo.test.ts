/** What `npm run demo` refuses before it builds or starts anything. */
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../setup/process.ts';
import { ROOT } from '../setup/stack.ts';

const demo = (env: Record<string, string>) =>
  run(process.execPath, [join(ROOT, 'scripts/demo.ts')], { PATH: process.env.PATH, ...env });

test('names PORT when it is taken', async () => {
  const taken = createServer();
  const port = await new Promise<number>((resolve) => {
    taken.listen(0, '127.0.0.1', () => {
      const address = taken.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  const program = demo({ PORT: String(port) });
  expect(await program.ended).toBe(1);
  expect(program.output()).toContain(`Tenure cannot listen on 127.0.0.1:${port}`);
  expect(program.output()).toContain('set PORT to another one');
  expect(program.output()).not.toContain('Building');
  taken.close();
});

test('tells every mistake of the configuration', async () => {
  const program = demo({ PORT: 'http', TENURE_LOG_LEVEL: 'loud' });
  expect(await program.ended).toBe(1);
  expect(program.output()).toContain('The configuration has 2 mistakes.');
  expect(program.output()).not.toContain('Building');
});
