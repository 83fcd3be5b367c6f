'use client';
import { type ReactNode, useMemo } from 'react';
import { useLive } from '../../lib/client/use-live.ts';
import type { LeaseClass } from '../../lib/lease/record.ts';
import type { LeaseState } from '../../lib/lease/state.ts';
import type { Judged } from '../../lib/view/board-judge.ts';
import {
  areJudged,
  beatsSaid,
  CLOCKS_NOT_KNOWN,
  clocksSaid,
  countVitals,
  type Vitals as VitalCounts,
} from '../../lib/view/board-vitals.ts';
import { formatCount } from '../../lib/view/format.ts';
import { Explain } from '../ui/explain.tsx';
import { StateGlyph } from '../ui/state-glyph.tsx';
import { BoardPicks } from './board-picks.tsx';
import type { BoardUrl, SetBoardUrl } from './use-board-url.ts';

const TONES: Record<LeaseState, '' | 'warn' | 'bad'> = {
  held: '',
  late: 'warn',
  expired: 'bad',
  vacant: 'bad',
  unknown: '',
};
const BEATS = [
  ['node-heartbeat', 'heartbeats'],
  ['apiserver', 'API servers'],
] as const;
const STATES = ['held', 'late', 'expired', 'vacant', 'unknown'] as const;

/** `partial`: rows are still on their way, so what Tenure has counted is said instead of what is there. */
type Props = {
  judged: readonly Judged[];
  partial: boolean;
  frozen: boolean;
  url: BoardUrl;
  setUrl: SetBoardUrl;
};

/** Each count is a toggle that filters; zero counts are grey, what is wrong is outlined and tinted. */
export function Vitals({ judged, partial, frozen, url, setUrl }: Props) {
  const totals = useLive((state) => state.totals);
  const counted = useMemo(() => countVitals(judged), [judged]);
  const vitals = partial && totals !== null ? { ...counted, states: totals.elects } : counted;
  const were = frozen ? 'were ' : '';
  const told = areJudged(totals);
  const toggleState = (state: LeaseState): void => {
    void setUrl({
      state: url.state.includes(state) ? url.state.filter((one) => one !== state) : [...url.state, state],
    });
  };
  const toggleClass = (one: LeaseClass): void => {
    void setUrl({ class: url.class.includes(one) ? url.class.filter((other) => other !== one) : [one] });
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways where it is narrow.
    <div className="vitals" role="toolbar" aria-label="Vitals; each filters the table" tabIndex={0}>
      {STATES.filter((state) => state !== 'unknown' || vitals.states.unknown > 0).map((state) => (
        <Toggle
          key={state}
          pressed={url.state.includes(state)}
          tone={frozen ? '' : toneOf(state, vitals)}
          zero={vitals.states[state] === 0}
          onClick={() => toggleState(state)}
        >
          <StateGlyph state={frozen && state === 'held' ? 'unknown' : glyphOf(state, vitals)} />
          <b>{formatCount(vitals.states[state])}</b> {were}
          {wordOf(state, vitals)}
        </Toggle>
      ))}
      <span className="rule" />
      {BEATS.map(([one, word]) => {
        const all = totals?.classes[one] ?? 0;
        if (all === 0) return null;
        const wrong = vitals.wrong.has(one);
        return (
          <Toggle
            key={one}
            pressed={url.class.includes(one)}
            tone={wrong ? 'warn' : ''}
            onClick={() => toggleClass(one)}
          >
            {word} {were}
            <b>{beatsSaid(totals?.heldByClass[one] ?? 0, all, { told, wrong, frozen: frozen || partial })}</b>
          </Toggle>
        );
      })}
      {partial ? null : <Clocks vitals={vitals} were={were} />}
      <span className="push" />
      <BoardPicks judged={judged} url={url} setUrl={setUrl} />
    </div>
  );
}

function toneOf(state: LeaseState, vitals: VitalCounts): '' | 'warn' | 'bad' {
  if (vitals.states[state] === 0) return '';
  return glyphOf(state, vitals) === 'released' ? '' : TONES[state];
}

function glyphOf(state: LeaseState, vitals: VitalCounts): LeaseState | 'released' {
  const onlyReleased = vitals.states.vacant > 0 && vitals.released === vitals.states.vacant;
  return state === 'vacant' && onlyReleased ? 'released' : state;
}

function wordOf(state: LeaseState, vitals: VitalCounts): string {
  return state === 'unknown' ? 'not known' : glyphOf(state, vitals);
}

function Clocks({ vitals: { clocks, electing }, were }: { vitals: VitalCounts; were: string }) {
  if (electing === 0) return null;
  const said = clocksSaid(clocks);
  const wrong = clocks.off > 0 || clocks.torn > 0;
  // A count of some takes the room of a word.
  const whose = !wrong && clocks.within > 0 && clocks.notKnown > 0 ? '' : 'leaders’ ';
  return (
    <Explain
      className={`vital ${wrong && were === '' ? 'warn' : ''}`}
      tip={
        <>
          Holders’ clocks against the API server’s own stamps: {formatCount(clocks.within)} surely within 1 s,{' '}
          {formatCount(clocks.off)} surely off by 1 s or more, {formatCount(clocks.notKnown)} not known
          closely enough yet.
          {clocks.torn === 0
            ? ''
            : ` ${formatCount(clocks.torn)} contradict themselves: a clock stepped, or API servers disagree.`}
          {clocks.worst === null ? '' : ` Worst: ${clocks.worst}.`}
        </>
      }
    >
      {whose}clocks {said === CLOCKS_NOT_KNOWN ? '' : were}
      <b>{said}</b>
    </Explain>
  );
}

function Toggle({
  pressed,
  tone = '',
  zero = false,
  onClick,
  children,
}: {
  pressed: boolean;
  tone?: '' | 'warn' | 'bad';
  zero?: boolean;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      className={`vital ${tone} ${zero ? 'zero' : ''}`}
      aria-pressed={pressed}
      title="Show only these"
      onClick={onClick}
    >
      {children}
    </button>
  );
}
