import { expect, it } from 'vitest';
import { run, until } from './process.ts';

it('waits for words, and tells why they will not come', async () => {
  const speaker = run(process.execPath, ['-e', 'console.log("ready on 7"); setInterval(() => {}, 1e6)']);
  expect((await speaker.says(/ready on (\d+)/))[1]).toBe('7');
  expect(await speaker.stop()).toBe('SIGTERM');
  const failing = run(process.execPath, ['-e', 'console.error("no such file"); process.exit(3)']);
  await expect(failing.says(/ready/)).rejects.toThrow(/ended with 3[\s\S]*no such file/);
  expect(await failing.ended).toBe(3);
  await expect(run('/nonexistent/program', []).says(/ready/)).rejects.toThrow(/could not be started/);
});

it('asks until there is an answer', async () => {
  let asked = 0;
  expect(await until('the third answer', () => (++asked === 3 ? 'it' : null))).toBe('it');
  await expect(until('nothing', () => null, 1)).rejects.toThrow(/for nothing/);
});
