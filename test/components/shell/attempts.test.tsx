import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it, vi } from 'vitest';
import { Attempts } from '../../../components/shell/attempts.tsx';
import { NOW, scopeFeed } from '../../view/board-rows.ts';

vi.mock('../../../lib/client/use-now.ts', () => ({ useNow: () => NOW }));

it('says when the next attempt is, in one line', () => {
  const scope = scopeFeed({ state: 'stale', attempt: 9, nextAttemptAt: NOW + 6_000 });
  expect(renderToStaticMarkup(<Attempts scopes={[scope]} />)).toBe(
    '<span class="whitespace-nowrap">attempt 9, next in 6 s</span>',
  );
});
