import type { Handover } from '../../lib/lease/handover.ts';
import type { AlertView } from '../../lib/view/alert.ts';
import type { ChartMoment } from '../../lib/view/chart-moment.ts';
import { countOf, formatDateTime, formatTime } from '../../lib/view/format.ts';
import { endedWords } from '../../lib/view/handover-words.ts';
import { formatMoment } from '../../lib/view/moment.ts';
import { SeverityGlyph } from '../alerts/severity-glyph.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';
import type { ChartFrame } from './chart-frame.ts';
import { gapWords, holderWords, MOST_ALERTS, offsetWords, unwatchedWords } from './moment-words.ts';
import type { HolderLook } from './use-holder-look.ts';

/** As wide as it may be, how far from the crosshair, and how near to the chart's edge, px. */
const CARD = 268;
const APART = 12;
const EDGE = 4;

/** What all bands say of the moment under the crosshair. */
export function ChartCard({
  moment,
  alerts,
  look,
  numberOf,
  frame,
}: {
  moment: ChartMoment;
  /** Those that fired just then, worst first. */
  alerts: readonly AlertView[];
  look: HolderLook;
  numberOf: (handover: Handover) => number | null;
  frame: ChartFrame;
}) {
  const zone = useTimeZone();
  const x = frame.x(moment.at);
  const { bucket, step } = moment;
  const width = Math.min(CARD, frame.width * 0.8);
  const beside = x > frame.width / 2 ? x - APART - width : x + APART;
  const left = Math.min(Math.max(EDGE, beside), frame.width - width - EDGE);
  return (
    <div className="chart-card" style={{ left, width, top: frame.lanesTop }} aria-live="polite">
      <b>{formatDateTime(moment.at, zone)}</b>
      {alerts.slice(0, MOST_ALERTS).map(({ id, severity, title }) => (
        <p key={id}>
          <SeverityGlyph severity={severity} /> {severity}: {title}
        </p>
      ))}
      {alerts.length > MOST_ALERTS ? <p>and {countOf(alerts.length - MOST_ALERTS, 'more alert')}</p> : null}
      {moment.unwatched === null ? (
        <dl>
          <dt>Holder</dt>
          <dd>{holderWords(moment, look.name)}</dd>
          <dt>Renew gap</dt>
          <dd>{gapWords(moment)}</dd>
          {bucket === null ? null : (
            <>
              <dt>In</dt>
              <dd>
                {formatTime(bucket.from, zone)} – {formatTime(bucket.to, zone)}
              </dd>
            </>
          )}
          <dt>Clock</dt>
          <dd>{offsetWords(moment)}</dd>
          {step === null ? null : (
            <>
              <dt>Handover {numberOf(step.handover) ?? ''}</dt>
              <dd>
                {endedWords(step.handover)} at {formatMoment(step.handover.at, moment.at, zone)}
              </dd>
            </>
          )}
        </dl>
      ) : (
        <p>{unwatchedWords(moment.unwatched)}</p>
      )}
    </div>
  );
}
