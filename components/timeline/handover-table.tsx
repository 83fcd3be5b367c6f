import type { TimelineHandovers } from '../../lib/client/use-timeline-handovers.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import { formatDateTime } from '../../lib/view/format.ts';
import { type HandoverContext, handoverWords } from '../../lib/view/handover-words.ts';
import { handoverNames } from '../../lib/view/holder-names.ts';
import { CauseGlyph } from '../ui/cause-glyph.tsx';
import { Heads, Holder, MOMENT_HEADS, MomentCells } from './table-cells.tsx';

/** One by one, newest first. */
export function HandoverTable({
  handovers: { items, more, keptFrom, problem },
  words,
  none,
  from,
  cluster,
}: {
  handovers: TimelineHandovers;
  /** Where the range begins. */
  from: number;
  words: HandoverContext;
  none: string;
  cluster: string | null;
}) {
  if (items === null) return <p>{problem === null ? 'Reading…' : `They could not be read: ${problem}.`}</p>;
  const limits = (
    <>
      {problem === null ? null : <p>They could not be read again: {problem}.</p>}
      {keptFrom === null || keptFrom <= from ? null : (
        <p>None from before {formatDateTime(keptFrom, words.zone)} can be read here.</p>
      )}
    </>
  );
  if (items.length === 0)
    return (
      <>
        <p>{none}</p>
        {limits}
      </>
    );
  return (
    <>
      <table>
        <Heads of={[...MOMENT_HEADS, 'How it ended', 'From', 'To', 'Without a leader', 'Evidence']} />
        <tbody>
          {items.map((one) => (
            <HandoverRow key={one.id} one={one} words={words} cluster={cluster} />
          ))}
        </tbody>
      </table>
      {limits}
      {more ? <p>Older ones are not listed; Export has them all, a shorter range shows them.</p> : null}
    </>
  );
}

function HandoverRow({
  one,
  words,
  cluster,
}: {
  one: Handover;
  words: HandoverContext;
  cluster: string | null;
}) {
  const { ended, evidence, sure, withoutLeader } = handoverWords(one, words);
  const shown = handoverNames(one.from, one.to);
  const absent = one.cause === 'first' ? 'none before' : 'nobody';
  return (
    <tr>
      <MomentCells lease={one} at={one.at} zone={words.zone} cluster={cluster} />
      <td>
        <CauseGlyph cause={one.cause} /> {ended}
      </td>
      <td className="mono">{one.from === null ? absent : <Holder of={one.from} shown={shown} />}</td>
      <td className="mono">{one.to === null ? 'nobody' : <Holder of={one.to} shown={shown} />}</td>
      <td>{withoutLeader}</td>
      <td className="tl-evidence">
        {evidence} <span className="faint">{sure}</span>
      </td>
    </tr>
  );
}
