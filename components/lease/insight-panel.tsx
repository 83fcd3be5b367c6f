'use client';
import { Fragment } from 'react';
import { formatHeadroomInWords } from '../../lib/view/format.ts';
import type { LeaseInsight } from '../../lib/view/insight.ts';
import { suggestion } from '../../lib/view/insight-suggestion.ts';
import { untoldInsight } from '../../lib/view/insight-untold.ts';
import {
  type InsightLine,
  type InsightPart,
  type InsightPost,
  insightLines,
} from '../../lib/view/insight-words.ts';
import type { HistoryStatus } from '../../lib/view/status.ts';
import { rangeLength } from '../../lib/view/time-axis.ts';
import { Explain } from '../ui/explain.tsx';
import { Panel } from '../ui/panel.tsx';

/** What the range amounts to: sentences, and bars that grow towards a post. */
export function InsightPanel({
  insight,
  earlier,
  problem,
  history,
}: {
  insight: LeaseInsight | null;
  /** It is of another range than stands above. */
  earlier: boolean;
  problem: string | null;
  history: HistoryStatus | null;
}) {
  const untold = untoldInsight(history, insight === null, problem);
  if (insight === null || untold !== null) {
    return (
      <Panel title="What it amounts to">
        <p className="panel-words">{untold}</p>
      </Panel>
    );
  }
  const advice = suggestion(insight);
  return (
    <Panel
      title="What it amounts to"
      note={`${rangeLength(insight)}, ${earlier ? 'read before' : 'as'} the range above; dotted numbers explain themselves`}
    >
      <dl className="insight">
        {insightLines(insight).map((line) => (
          <Line key={line.term} line={line} insight={insight} />
        ))}
        {advice === null ? null : (
          <div>
            <dt>Suggestion</dt>
            <dd>
              <b>{advice.title}</b> {advice.advice} <span className="faint">{advice.evidence}</span>
            </dd>
          </div>
        )}
      </dl>
    </Panel>
  );
}

function Line({ line, insight }: { line: InsightLine; insight: LeaseInsight }) {
  return (
    <div>
      <dt>{line.term}</dt>
      <dd>
        {line.sentences.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence have no other identity.
          <Fragment key={index}>
            <Part part={part} />
          </Fragment>
        ))}
        {line.post === null ? null : <Post post={line.post} />}
        {line.term === 'Headroom' ? <Trend insight={insight} /> : null}
      </dd>
    </div>
  );
}

function Part({ part }: { part: InsightPart }) {
  return typeof part === 'string' ? part : <Explain tip={part.explain}>{part.text}</Explain>;
}

/** What was measured as a bar from its least to its most, a tick at its middle; the post is what theory allows. */
function Post({ post }: { post: InsightPost }) {
  const percent = (ms: number): string =>
    `${((Math.min(Math.max(0, ms), post.scaleMs) / post.scaleMs) * 100).toFixed(2)}%`;
  const cut = post.maxMs > post.scaleMs;
  const span = (from: number, to: number) => ({
    left: percent(from),
    width: percent(Math.min(to, post.scaleMs) - from),
  });
  const over = Math.max(post.minMs, post.postMs);
  return (
    <span className="insight-post" role="img" aria-label={post.label}>
      <i className="expected" style={span(post.fromMs ?? 0, post.postMs)} />
      <i
        className="measured"
        style={span(post.minMs, Math.max(post.minMs, Math.min(post.maxMs, post.postMs)))}
      />
      {post.maxMs > post.postMs ? (
        <i className={`measured over ${cut ? 'cut' : ''}`} style={span(over, post.maxMs)} />
      ) : null}
      <i className="middle" style={{ left: percent(post.medianMs) }} />
      <i className="post" style={{ left: percent(post.postMs) }} />
    </span>
  );
}

/** The slowest renewal of each stretch against the duration: the columns grow towards the line. */
function Trend({ insight: { headroomTrend, durations } }: { insight: LeaseInsight }) {
  const durationMs = durations.at(-1)?.durationMs ?? null;
  const known = headroomTrend.map(({ headroomMs }) => headroomMs).filter((ms) => ms !== null);
  if (durationMs === null || known.length < 2) return null;
  const least = Math.min(...known);
  const label = `Headroom of ${known.length} stretches: from ${formatHeadroomInWords(least)} to ${formatHeadroomInWords(Math.max(...known))} of ${formatHeadroomInWords(durationMs)}`;
  return (
    <span className="insight-trend" role="img" aria-label={label} title={label}>
      {headroomTrend.map(({ from, headroomMs }) => {
        const share = headroomMs === null ? 0 : Math.min(1, Math.max(0.04, 1 - headroomMs / durationMs));
        const tone = headroomMs === null ? 'hatch-unknown' : headroomMs < 0 ? 'over' : '';
        const height = headroomMs === null ? '100%' : `${(share * 100).toFixed(1)}%`;
        return <i key={from} className={tone} style={{ height }} />;
      })}
    </span>
  );
}
