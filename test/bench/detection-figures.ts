/** How surely and how soon each rule is found, on a played clock. */
import { RULES } from '../../lib/detect/finding.ts';
import { provoke } from '../detect/provoking.ts';
import { atMost, type Figure, note, quantile, round } from './report.ts';

const SEED = 17;
const TIMES = 50;

/** From when what happened suffices to say so to when it is said: rounds of 0.9 s, at any part of which it happens. */
export function detection(quick: boolean): Figure[] {
  const times = quick ? 10 : TIMES;
  const all = RULES.map((rule) => provoke(rule, times, SEED));
  const provoked = all.length * times;
  const missed = all.flatMap((one) => one.missed);
  const strangers = all.flatMap((one) => one.strangers);
  const delaysMs = all.flatMap((one) => one.delaysMs);
  const slowest = all.toSorted((a, b) => Math.max(...b.delaysMs) - Math.max(...a.delaysMs))[0];
  const longest =
    slowest === undefined ? '' : `longest ${round(Math.max(...slowest.delaysMs))} ms, ${slowest.rule}`;
  return [
    atMost(
      'detection: provoked and not found',
      missed.length,
      0,
      'times',
      `of ${provoked}, ${times} each rule`,
    ),
    ...missed.slice(0, 5).map((what) => note('', what)),
    atMost('detection: something else fired', strangers.length, 0, 'alerts'),
    ...strangers.slice(0, 5).map((what) => note('', what)),
    atMost('detection: delay, p99', quantile(delaysMs, 0.99), 1000, 'ms', longest),
    note('  median, earliest', `${round(quantile(delaysMs, 0.5))} ms, ${round(Math.min(...delaysMs))} ms`),
  ];
}
