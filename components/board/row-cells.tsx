'use client';
import { holderLabel } from '../../lib/view/board-holder.ts';
import type { Judged } from '../../lib/view/board-judge.ts';
import { rowKey } from '../../lib/view/board-key.ts';
import { boardStrip, countsAtLeast, spotsOf } from '../../lib/view/board-strip.ts';
import { stateWord } from '../../lib/view/board-words.ts';
import { countOf, formatDuration } from '../../lib/view/format.ts';
import { Identity } from '../ui/identity.tsx';
import { RelativeAge } from '../ui/relative-age.tsx';
import { StateGlyph } from '../ui/state-glyph.tsx';
import { Strip } from '../ui/strip.tsx';
import { useScene } from './board-context.ts';
import { useFlash } from './use-flash.ts';

/** What a holder asks for, in characters, on a screen as wide as one likes. */
const LONGEST = 64;
const NO_HANDOVERS = [] as const;

export function StateCell({ judged }: { judged: Judged }) {
  const word = stateWord(judged);
  const flash = useFlash(word);
  return (
    <td ref={flash} className="c-state">
      <StateGlyph state={judged.mark} />
      <span className="word">{word}</span>
    </td>
  );
}

export function HolderCell({ judged }: { judged: Judged }) {
  const { hues } = useScene();
  const label = holderLabel(judged.row);
  const flash = useFlash(label?.whole ?? '');
  if (label === null) {
    const before = judged.row.previousHolder;
    return (
      <td ref={flash} className="c-holder">
        <i className="chip chip-nobody hatch-vacant" />
        <span className="nobody">nobody</span>
        {before === null ? null : (
          <span className="was">
            was{' '}
            <Identity
              whole={before}
              shown={holderLabel({ holder: before, holderRef: null })?.shown ?? before}
              length={LONGEST}
            />
          </span>
        )}
      </td>
    );
  }
  return (
    <td ref={flash} className="c-holder">
      <i className={`chip hue-${hues.hueOf(label.whole)}`} />
      <Identity whole={label.whole} shown={label.shown} length={LONGEST} />
      {label.isNode ? (
        <span className="node">node</span>
      ) : label.node === null ? null : (
        <span className="node" title={`on node ${label.node}`}>
          {label.node}
        </span>
      )}
    </td>
  );
}

export function TenureCell({ judged: { row, now } }: { judged: Judged }) {
  if (row.holder === null || row.heldSince === null) return <td className="c-tenure">–</td>;
  return (
    <td className="c-tenure">
      <RelativeAge
        at={row.heldSince}
        now={now}
        age={rounded(formatDuration(now - row.heldSince))}
        hint={row.heldSinceCertain ? 'since' : 'not observed; by the Lease’s own words since'}
      />
    </td>
  );
}

/** From a minute on, seconds of a tenure say nothing. */
function rounded(duration: string): string {
  return duration.replace(/ m \d\d s$/, ' m').replace(/^(\d)\.\d s$/, '$1 s');
}

/** Of one Lease, or of all of a set. "2+": more may hide where nobody watched. */
export function HandoversCell({ members }: { members: readonly Judged[] }) {
  const { judge, watchedSince, blindSpots } = useScene();
  if (!members.some(({ row }) => row.elects)) {
    return (
      <td className="c-number c-handovers">
        <span className="faint" title="A heartbeat is never handed over">
          –
        </span>
      </td>
    );
  }
  const count = members.reduce((sum, { row }) => sum + row.handovers24h, 0);
  const atLeast = members.some(({ row, now }) =>
    countsAtLeast(row, now, watchedSince, spotsOf(judge.scopeOf(row), blindSpots, row.namespace)),
  );
  const shown = `${count}${atLeast ? '+' : ''}`;
  const hint = `at least ${countOf(count, 'handover')}: more may hide where nobody watched`;
  return (
    <td className="c-number c-handovers" title={atLeast ? hint : undefined}>
      {count === 0 ? <span className="faint">{shown}</span> : shown}
    </td>
  );
}

export function StripCell({ judged }: { judged: Judged }) {
  const { judge, window, watchedSince, handovers, handoversFrom, blindSpots, hues } = useScene();
  const { row } = judged;
  const strip = boardStrip(
    judged,
    window,
    watchedSince,
    spotsOf(judge.scopeOf(row), blindSpots, row.namespace),
    handovers.get(rowKey(row)) ?? NO_HANDOVERS,
    handoversFrom,
  );
  return (
    <td className="c-strip">
      <Strip strip={strip} hueOf={hues.hueOf} frozen={judged.frozen} />
    </td>
  );
}
