import { formatDateTime } from '../../lib/view/format.ts';
import { formatMoment } from '../../lib/view/moment.ts';
import { stretchWords } from '../../lib/view/timeline-card.ts';
import { isUnseen, type Target } from '../../lib/view/timeline-target.ts';
import { HandoverFacts, type HandoverFactsProps } from './handover-facts.tsx';
import { HolderLine } from './holder-line.tsx';

/** The terms of the card, by what it speaks of. */
export function MomentFacts(props: HandoverFactsProps<Target>) {
  const { target, scene } = props;
  const { data, zone } = scene;
  switch (target.type) {
    case 'handover':
      return <HandoverFacts {...props} target={target} />;
    case 'blind':
      return (
        <>
          <dt>From</dt>
          <dd>{formatDateTime(target.stretch.from, zone)}</dd>
          <dt>To</dt>
          <dd>{formatDateTime(target.stretch.to, zone)}</dd>
          <dt>Known</dt>
          <dd>Nothing: handovers may hide here. What was found afterwards is drawn to the right of it.</dd>
        </>
      );
    case 'nothing':
      return (
        <>
          <dt>Known</dt>
          <dd>
            {isUnseen(target)
              ? `Not who held this Lease at ${formatMoment(target.at, data.asOf, zone)}: what happened was not all seen.`
              : `Nothing of this Lease at ${formatMoment(target.at, data.asOf, zone)}: it did not exist, or nothing was kept yet.`}
          </dd>
        </>
      );
    case 'tenure':
    case 'expired':
    case 'dense':
    case 'vacancy': {
      const words = stretchWords(target.lane, target.span, data, zone);
      return (
        <>
          {target.type === 'vacancy' ? null : (
            <>
              <dt>{target.type === 'dense' ? 'Held last by' : 'Holder'}</dt>
              <dd>
                <HolderLine span={target.span} scene={scene} />
              </dd>
            </>
          )}
          <dt>From</dt>
          <dd>{words.from}</dd>
          <dt>To</dt>
          <dd>{words.to}</dd>
          {words.unwatched === null ? null : (
            <>
              <dt>Not watched</dt>
              <dd>{words.unwatched}.</dd>
            </>
          )}
        </>
      );
    }
  }
}
