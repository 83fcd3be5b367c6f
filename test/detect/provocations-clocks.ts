/** Clocks that are off, and that are set. Epoch ms. */
import type { Provocation } from './provocations.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const LOCK = 'apps/harmed-lock';
const SAMPLES = 5;

export const CLOCK_PROVOCATIONS: readonly Provocation[] = [
  {
    rule: 'clock-skew',
    what: 'the new holder has another time',
    key: LOCK,
    forMs: MINUTE,
    set(stage) {
      const harmed = stage.holder();
      // Far enough for five renewals to say that it is more than a second, wherever they fall.
      const offsetMs = stage.random.between(2.5, 60) * SECOND * (stage.random.next() < 0.5 ? -1 : 1);
      stage.at(stage.startedAt - 10 * SECOND, () => harmed.start());
      stage.at(stage.harmAt, () => harmed.release());
      stage.at(stage.harmAt + 2 * SECOND, () => harmed.take('harmed-b', { offsetMs }));
      // Its first renewal ends no gap of its own; five are needed after it.
      return () =>
        harmed.writes.filter(({ at }) => at > stage.harmAt + 2 * SECOND)[SAMPLES]?.at ?? Number.NaN;
    },
  },
  {
    rule: 'clock-step',
    what: 'the holder’s clock is set forward',
    key: LOCK,
    forMs: 2 * MINUTE,
    set(stage) {
      const harmed = stage.holder();
      stage.at(stage.startedAt - 10 * SECOND, () => harmed.start());
      stage.at(stage.harmAt, () => harmed.setClock(stage.random.between(2.5, 60) * SECOND));
      return () => harmed.writes.find(({ at }) => at > stage.harmAt)?.at ?? Number.NaN;
    },
  },
  {
    rule: 'clock-step',
    what: 'the holder’s clock is set back',
    key: LOCK,
    forMs: 2 * MINUTE,
    set(stage) {
      const harmed = stage.holder();
      stage.at(stage.startedAt - 10 * SECOND, () => harmed.start());
      stage.at(stage.harmAt, () => harmed.setClock(-stage.random.between(2.5, 60) * SECOND));
      // It is known when they have been behind for half a minute, at the usual gap.
      return () => {
        const behind = harmed.writes.filter(({ at }) => at > stage.harmAt);
        const first = behind[0]?.at ?? Number.NaN;
        return behind.find(({ at }) => at >= first + 30 * SECOND)?.at ?? Number.NaN;
      };
    },
  },
];
