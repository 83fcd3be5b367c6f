'use client';
import Link from 'next/link';
import { useEffect, useRef } from 'react';
import { leaseHref } from '../../lib/client/api-url.ts';
import { findingHref, leaseOf } from '../../lib/view/alert-links.ts';
import { RULE_WORDS } from '../../lib/view/alert-rules.ts';
import { subjectWords } from '../../lib/view/alert-words.ts';
import { shortenMiddle } from '../../lib/view/format.ts';
import {
  barState,
  isOver,
  limitWords,
  postWords,
  type RuleLine,
  ruleStateWords,
  timesWords,
  worstWords,
} from '../../lib/view/rule-words.ts';
import { FreshnessBar } from '../ui/freshness-bar.tsx';
import { SeverityGlyph } from './severity-glyph.tsx';

/** One rule; its name opens what it means and all its limits. */
export function RuleRow({
  line,
  open,
  toggle,
}: {
  line: RuleLine;
  open: boolean;
  toggle: (rule: string) => void;
}) {
  const { rule, worst, severity, firing } = line;
  const row = useRef<HTMLTableRowElement>(null);
  // A link may ask for one that lies far down.
  const asked = useRef(open);
  useEffect(() => {
    if (asked.current) row.current?.scrollIntoView({ block: 'center' });
  }, []);
  const state = barState(line);
  return (
    <>
      <tr ref={row} className={firing > 0 ? 'fires' : ''}>
        <td>
          <button type="button" className="al-recent" aria-expanded={open} onClick={() => toggle(rule)}>
            {RULE_WORDS[rule].name}
            <span className="al-turn" aria-hidden="true">
              {open ? '▾' : '▸'}
            </span>
          </button>
        </td>
        {worst === null ? (
          <td colSpan={4} className="ru-none">
            {line.enabled ? <Unmeasured /> : 'not looked for'}
          </td>
        ) : (
          <>
            <td className="ru-bar">
              <FreshnessBar ageMs={worst.value} limitMs={worst.limit} usualMs={null} state={state} />
            </td>
            <td className={`ru-value ${state}`}>
              {worstWords({ rule, worst })}
              {isOver(worst) ? <span className="sr-only"> (over)</span> : null}
            </td>
            <td className="r">{postWords({ rule, worst })}</td>
            <td>{worst.value === 0 ? null : <Where subject={worst.subject} rule={rule} />}</td>
          </>
        )}
        <td className="r">
          <span className="ru-state">
            {severity === null ? null : <SeverityGlyph severity={severity} />}
            {ruleStateWords(line)}
          </span>
        </td>
      </tr>
      {open ? (
        <tr className="al-opened">
          <td colSpan={6}>
            <RuleMeaning line={line} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

/** What happens once has no value; and where nothing is watched, nothing can be measured. */
function Unmeasured() {
  return (
    <>
      <span aria-hidden="true">–</span>
      <span className="sr-only">nothing to measure</span>
    </>
  );
}

function Where({
  rule,
  subject,
}: {
  rule: RuleLine['rule'];
  subject: NonNullable<RuleLine['worst']>['subject'];
}) {
  const lease = leaseOf({ rule, subject });
  const words = lease === null ? subjectWords(subject) : `${lease.namespace}/${lease.name}`;
  if (lease === null) return <>{words}</>;
  return (
    <Link className="link mono" href={leaseHref(lease)} prefetch={false} title={words}>
      {shortenMiddle(words, 44)}
    </Link>
  );
}

function RuleMeaning({ line }: { line: RuleLine }) {
  const { means, causes } = RULE_WORDS[line.rule];
  return (
    <div className="ru-meaning">
      <section aria-label="What it means">
        <p className="al-label">What it means</p>
        <p>{means}</p>
        <p className="al-label">What usually causes it</p>
        <p>{causes}</p>
        <p>
          <Link className="link" href={findingHref(line.rule)} prefetch={false}>
            How it is judged, and what to do
          </Link>
        </p>
      </section>
      <section aria-label="Limits">
        <p className="al-label">
          <span className="mono">{line.rule}</span>: {timesWords(line)}
        </p>
        {line.limits.length === 0 ? (
          <p>It has no limit of its own.</p>
        ) : (
          <dl>
            {line.limits.map((limit) => (
              <div key={limit.name}>
                <dt className="mono">{limit.name}</dt>
                <dd>
                  <b>{limitWords(limit.value, limit.unit)}</b> {limit.says}
                  {limit.value === limit.default ? null : (
                    <span className="ru-default">; by default {limitWords(limit.default, limit.unit)}</span>
                  )}
                </dd>
              </div>
            ))}
          </dl>
        )}
      </section>
    </div>
  );
}
