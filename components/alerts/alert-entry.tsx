'use client';
import { type ReactNode, useEffect, useRef } from 'react';
import type { AlertView } from '../../lib/view/alert.ts';
import { endingWords, isEnding } from '../../lib/view/alert-times.ts';
import { useTimeZone } from '../ui/time-zone.tsx';
import { AlertEvidence } from './alert-evidence.tsx';
import { AlertWay, AlertWhen } from './alert-way.tsx';
import { SeverityGlyph } from './severity-glyph.tsx';
import { useSilenceControl } from './silence-control.tsx';
import { SilencedNote } from './silenced-note.tsx';
import './alerts.css';

/** One alert: what, since when and what says so; its title opens it to its evidence. */
export function AlertEntry({
  alert,
  now,
  open,
  toggle,
  child = false,
  note,
  sought = false,
  actions,
}: {
  alert: AlertView;
  /** The moment to which its age runs, epoch ms. */
  now: number;
  open: boolean;
  toggle: () => void;
  /** A consequence: smaller, indented, under its root. */
  child?: boolean;
  /** Said after the title. */
  note?: ReactNode;
  /** The address asks for it: it is brought into sight. */
  sought?: boolean;
  /** Instead of where it usually leads to. */
  actions?: ReactNode;
}) {
  const zone = useTimeZone();
  const entry = useRef<HTMLElement>(null);
  useEffect(() => {
    if (sought) entry.current?.scrollIntoView({ block: 'nearest' });
  }, [sought]);
  const title = useRef<HTMLButtonElement>(null);
  const silence = useSilenceControl(alert, now, title);
  const Title = child ? 'h3' : 'h2';
  return (
    <article
      ref={entry}
      className={`al-entry ${alert.severity} ${child ? 'child' : ''} ${isEnding(alert) ? 'ending' : ''} ${alert.silencedBy === null ? '' : 'silenced'}`}
    >
      <SeverityGlyph severity={alert.severity} />
      <div className="al-what">
        <Title>
          <button ref={title} type="button" aria-expanded={open} onClick={toggle}>
            <span className="sr-only">{alert.severity}: </span>
            {alert.title}
            <span className="al-turn" aria-hidden="true">
              {open ? '▾' : '▸'}
            </span>
          </button>
          {note === undefined ? null : <span className="al-note">{note}</span>}
          {alert.silencedBy === null ? null : (
            <span className="al-note">
              <SilencedNote id={alert.silencedBy} now={now} />
            </span>
          )}
        </Title>
        {child && !open ? null : <p>{endingWords(alert, now, zone) ?? alert.summary}</p>}
      </div>
      <AlertWhen alert={alert} now={now} />
      <div className="al-actions">
        {actions ?? (child ? null : <AlertWay alert={alert} now={now} />)}
        {child && !open ? null : silence.button}
      </div>
      {silence.form}
      {open ? <AlertEvidence alert={alert} now={now} /> : null}
    </article>
  );
}
