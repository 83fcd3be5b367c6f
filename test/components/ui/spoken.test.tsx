import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { NOTHING_SAID, Spoken, sayNext } from '../../../components/ui/spoken.tsx';

it('the same sentence again is another one, so that it is heard again', () => {
  const once = sayNext(NOTHING_SAID, 'critical alert: Nobody renews a');
  const again = sayNext(once, 'critical alert: Nobody renews a');
  expect(again.text).toBe(once.text);
  expect(again.nth).not.toBe(once.nth);
});

it('without news what was said is left alone', () => {
  const once = sayNext(NOTHING_SAID, 'a: late');
  expect(sayNext(once, '')).toBe(once);
  expect(renderToStaticMarkup(<Spoken sentence={once} />)).toMatch(/role="status".*a: late/);
});
