import { expect, it } from 'vitest';
import { loadPart } from '../../lib/client/load-part.ts';

const missing = (): Promise<string> => Promise.reject(new Error('no such chunk'));

/** A page whose Tenure answers when `answer` is called: with whether it had been away. */
function played(ageMs: number) {
  const answer = Promise.withResolvers<boolean>();
  const page = {
    reloads: 0,
    answered: () => answer.promise,
    age: () => ageMs,
    reload: () => void page.reloads++,
  };
  return { page, answer: answer.resolve };
}
const turns = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('a part that is there is given, and nothing else is done', async () => {
  const { page } = played(3_600_000);
  await expect(loadPart(() => Promise.resolve('part'), page)).resolves.toBe('part');
  expect(page.reloads).toBe(0);
});

it('one that cannot be had opens the page anew as soon as Tenure answers, and not before', async () => {
  const { page, answer } = played(3_600_000);
  let settled = false;
  void loadPart(missing, page).finally(() => {
    settled = true;
  });
  await turns();
  expect(page.reloads).toBe(0);
  answer(false);
  await turns();
  expect(page.reloads).toBe(1);
  expect(settled).toBe(false);
});

it('a page that has just been opened is not opened again: what is wrong is said', async () => {
  const { page, answer } = played(2_000);
  answer(false);
  await expect(loadPart(missing, page)).rejects.toThrow('no such chunk');
  expect(page.reloads).toBe(0);
});

it('but it is where Tenure was away: the part may be there, and was only not to be had', async () => {
  const { page, answer } = played(2_000);
  answer(true);
  void loadPart(missing, page);
  await turns();
  expect(page.reloads).toBe(1);
});
