'use client';
import { type ReactNode, useMemo } from 'react';
import { useLive } from '../../lib/client/use-live.ts';
import { GROUPS } from '../../lib/view/board-words.ts';
import type { TimeZone } from '../../lib/view/format.ts';
import type { TimeRange } from '../../lib/view/time-axis.ts';
import { moves, type ParsedRange, PRESETS } from '../../lib/view/timeline-range.ts';
import { rangeWords } from '../../lib/view/timeline-words.ts';
import { CLASS_FACETS } from '../../lib/view/url-state.ts';
import { Button } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';
import { Pick } from '../ui/pick.tsx';
import { RangeForm } from './range-form.tsx';
import type { RangeActions } from './use-range-actions.ts';
import type { SetTimelineUrl, TimelineUrl } from './use-timeline-url.ts';

type Props = {
  url: TimelineUrl;
  setUrl: SetTimelineUrl;
  parsed: ParsedRange;
  range: TimeRange | null;
  actions: RangeActions;
  zone: TimeZone;
  asOf: number | null;
  /** What is to be said beside the range: "now, moving", "still", "as of …". */
  note: ReactNode;
  /** Of another cluster, as far as its lanes tell; null for those of the one that is watched. */
  namespaces: readonly string[] | null;
  /** Copy link and Export, once there is something. */
  children: ReactNode;
};

/** What is pressed stands before what changes its width, so that nothing moves away under the pointer. */
export function TimelineHead({
  url,
  setUrl,
  parsed,
  range,
  actions,
  zone,
  asOf,
  note,
  namespaces,
  children,
}: Props) {
  const moving = moves(parsed);
  const length =
    parsed.to.type === 'ago' && parsed.from.type === 'ago' && parsed.to.ms === 0 ? parsed.from.ms : null;
  return (
    <div className="tl-bar">
      <h1>Timeline</h1>
      <fieldset className="tl-presets" aria-label="Range">
        {PRESETS.map((preset) => (
          <button
            key={preset.label}
            type="button"
            className="tl-choice"
            aria-pressed={length === preset.ms}
            onClick={() => actions.last(preset.ms)}
          >
            {preset.label}
          </button>
        ))}
        <Menu label="from … to" className="tl-choice">
          {(close) => (
            <RangeForm
              words={parsed.words}
              zone={zone}
              asOf={asOf}
              choose={(words) => {
                actions.type(words);
                close();
              }}
            />
          )}
        </Menu>
      </fieldset>
      <span className="tl-group">
        {moving ? (
          <Button
            className="tl-hold"
            onClick={actions.holdStill}
            disabled={range === null}
            title="Fix both ends where they are (h)"
          >
            Hold still
          </Button>
        ) : (
          <Button
            className="tl-hold"
            onClick={actions.followNow}
            disabled={range === null}
            title="The same length, up to now (h)"
          >
            Follow now
          </Button>
        )}
        <Button onClick={() => actions.zoomOut()} disabled={range === null} title="or double-click, or z">
          Zoom out
        </Button>
      </span>
      <span className="tl-range">
        {range === null ? '' : rangeWords(range, zone, asOf)} {note}
      </span>
      <span className="tl-push" />
      <Picks url={url} setUrl={setUrl} others={namespaces} />
      <span className="tl-group">
        <Button
          aria-pressed={url.view === 'table'}
          onClick={() => void setUrl({ view: url.view === 'table' ? null : 'table' })}
          title="The same facts as tables"
        >
          {url.view === 'table' ? 'Chart' : 'Table'}
        </Button>
        {children}
      </span>
    </div>
  );
}

function Picks({
  url,
  setUrl,
  others,
}: {
  url: TimelineUrl;
  setUrl: SetTimelineUrl;
  others: readonly string[] | null;
}) {
  const rows = useLive((state) => state.rows);
  const there = others ?? [...rows.values()].map((row) => row.namespace);
  const names = [...new Set([...there, ...url.namespace])].sort().join('\n');
  const namespaces = useMemo(() => names.split('\n').filter((name) => name !== ''), [names]);
  return (
    <span className="tl-group tl-picks">
      <Pick
        label="show"
        value={url.moved ? 'moved' : ''}
        several={null}
        options={[
          ['', 'all Leases'],
          ['moved', 'those that moved'],
        ]}
        choose={(value) => void setUrl({ moved: value === 'moved' ? true : null })}
      />
      <Pick
        label="class"
        value={url.class[0] ?? ''}
        several={url.class.length > 1 ? url.class.join(', ') : null}
        options={[['', 'all'], ...GROUPS.map(({ id, title }): [string, string] => [id, title])]}
        choose={(value) => void setUrl({ class: CLASS_FACETS.filter((one) => one === value) })}
      />
      <Pick
        label="namespace"
        value={url.namespace[0] ?? ''}
        several={url.namespace.length > 1 ? url.namespace.join(', ') : null}
        options={[['', 'all'], ...namespaces.map((name): [string, string] => [name, name])]}
        choose={(value) => void setUrl({ namespace: value === '' ? [] : [value] })}
      />
    </span>
  );
}
