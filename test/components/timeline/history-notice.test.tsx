import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { HistoryNotice } from '../../../components/timeline/history-notice.tsx';
import type { HistoryStatus } from '../../../lib/view/status.ts';

const failing: HistoryStatus = {
  state: 'failing',
  kind: 'sqlite',
  since: 0,
  keptFrom: 0,
  renewalsKeptFrom: 0,
  error: { code: 'history_full', message: 'the disk is full', hint: 'Make room on it.' },
  waiting: 1,
  lost: 0,
};

it('says how many events wait to be written', () => {
  const draw = (waiting: number) =>
    renderToStaticMarkup(<HistoryNotice history={{ ...failing, waiting }} problem={null} hasData />);
  expect(draw(1)).toContain('1 event waits to be written.');
  expect(draw(1_200)).toContain('1,200 events wait to be written.');
  expect(draw(0)).not.toContain('to be written.');
});

it('does not say that all that was given up marks time: an alert or where a holder ran marks none', () => {
  const draw = (lost: number) =>
    renderToStaticMarkup(<HistoryNotice history={{ ...failing, lost }} problem={null} hasData />);
  expect(draw(1_200)).toContain(
    '1,200 had to be given up; time of which holders or renewals are missing is shown as not watched.',
  );
  expect(draw(0)).not.toContain('given up');
});
