import { afterEach, expect, it, vi } from 'vitest';
import { browserPage, loadPart } from '../../lib/client/load-part.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const missing = (): Promise<string> => Promise.reject(new Error('no such chunk'));

/** A page whose Tenure answers when `answer` is called: with whether it had been away. */
function played(ageMs: number, again = false) {
  const answer = Promise.withResolvers<boolean>();
  const page = {
    reloads: 0,
    answered: () => answer.promise,
    age: () => ageMs,
    again: () => again,
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

it('and that once: opened anew, the page may be what keeps Tenure away', async () => {
  const { page, answer } = played(2_000, true);
  answer(true);
  await expect(loadPart(missing, page)).rejects.toThrow('no such chunk');
  expect(page.reloads).toBe(0);
});

it('of an address that has all its connections a page is opened anew once', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const reload = vi.fn();
  const opened = { type: 'navigate' };
  const answers = [{ ok: false }, { ok: false }, { ok: true }, { ok: false }, { ok: true }];
  const asked = vi.fn(() => Promise.resolve(answers.shift()));
  vi.stubGlobal('window', { location: { reload } });
  vi.stubGlobal('performance', { now: () => 2_000, getEntriesByType: () => [opened] });
  vi.stubGlobal('fetch', asked);

  void loadPart(missing, browserPage);
  await vi.advanceTimersByTimeAsync(3_999);
  expect([asked.mock.calls.length, reload.mock.calls.length]).toEqual([2, 0]);
  await vi.advanceTimersByTimeAsync(1);
  expect(reload).toHaveBeenCalledTimes(1);

  opened.type = 'reload';
  const said: string[] = [];
  void loadPart(missing, browserPage).catch((error) => said.push(String(error)));
  await vi.advanceTimersByTimeAsync(2_000);
  expect(said).toEqual(['Error: no such chunk']);
  expect(reload).toHaveBeenCalledTimes(1);
});
