'use client';
import { useRules } from '../../lib/client/use-rules.ts';
import type { AlertView } from '../../lib/view/alert.ts';
import { fileWords, refusedWords, ruleLines } from '../../lib/view/rule-words.ts';
import type { RulesAnswer } from '../../lib/view/rules.ts';
import { Panel } from '../ui/panel.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';
import { RuleRow } from './rule-row.tsx';
import './rules.css';

/** Reads the rules while they are shown. */
export function Rules({
  alerts,
  now,
  open,
  toggle,
}: {
  /** What fires. */
  alerts: readonly AlertView[];
  now: number;
  /** The rule that is open. */
  open: string | null;
  toggle: (rule: string) => void;
}) {
  const { rules, problem } = useRules();
  return <RulesPanel rules={rules} problem={problem} alerts={alerts} now={now} open={open} toggle={toggle} />;
}

/** All rules: the worst value now against its limit, and what each means. */
export function RulesPanel({
  rules,
  problem,
  alerts,
  now,
  open,
  toggle,
}: {
  rules: RulesAnswer | null;
  problem: string | null;
  alerts: readonly AlertView[];
  now: number;
  open: string | null;
  toggle: (rule: string) => void;
}) {
  const zone = useTimeZone();
  const file = rules?.file ?? null;
  return (
    <Panel
      title="Rules"
      note={`the worst value now, against its limit${rules === null ? '' : `; ${fileWords(file, now, zone)}`}`}
    >
      {file === null || file.error === null ? null : (
        <div className="ru-refused" role="alert">
          <p>{refusedWords(file, now, zone)}</p>
          <ul>
            {file.error.mistakes.map((mistake) => (
              <li key={mistake} className="mono">
                {mistake}
              </li>
            ))}
          </ul>
        </div>
      )}
      {problem === null ? null : (
        <p className="al-words" role="status">
          Could not be read: {problem}. Trying again.
        </p>
      )}
      {rules === null ? (
        problem === null ? (
          <p className="al-words">Reading…</p>
        ) : null
      ) : (
        <ScrollBox className="al-wide" label="Rules, those that fire first">
          <table className="plain al-table ru-table">
            <thead>
              <tr>
                <th scope="col">Rule</th>
                <th scope="col" colSpan={2}>
                  Worst now
                </th>
                <th scope="col" className="r">
                  Limit
                </th>
                <th scope="col">Where</th>
                <th scope="col" className="r">
                  State
                </th>
              </tr>
            </thead>
            <tbody>
              {ruleLines(rules.items, alerts).map((line) => (
                <RuleRow key={line.rule} line={line} open={open === line.rule} toggle={toggle} />
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
    </Panel>
  );
}
