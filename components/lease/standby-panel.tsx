'use client';
import type { DetailReading } from '../../lib/client/use-lease-detail.ts';
import { useLive } from '../../lib/client/use-live.ts';
import { useNow } from '../../lib/client/use-now.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import type { LeaseDetail } from '../../lib/view/lease-detail.ts';
import { formerHolders } from '../../lib/view/lease-ending.ts';
import type { LeaseRow } from '../../lib/view/lease-row.ts';
import { formatMoment } from '../../lib/view/moment.ts';
import { Panel } from '../ui/panel.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';
import { HolderName } from './holder-name.tsx';
import { answeredBy, missingWords } from './missing-words.ts';
import type { HolderLook } from './use-holder-look.ts';

const MOST = 6;

/** Who announced itself (LeaseCandidates), and who is known to be able to: whoever has held it before. */
export function StandbyPanel({
  detail,
  reading,
  readAt,
  row,
  handovers,
  look,
}: {
  detail: LeaseDetail | null;
  reading: DetailReading;
  /** When the API server gave the candidates, in words; null while it did not. */
  readAt: string | null;
  row: LeaseRow;
  /** Null while they are not read. */
  handovers: readonly Handover[] | null;
  look: HolderLook;
}) {
  const zone = useTimeZone();
  const now = useNow();
  const permission = useLive((state) => state.status?.permissions.leasecandidates ?? 'unknown');
  const candidates = detail?.candidates ?? [];
  const former = formerHolders(row.holder, handovers ?? []);
  const missing =
    permission === 'denied' || reading.problem !== null || detail?.raw === null
      ? missingWords({ what: 'leasecandidates', permission, reading, answered: answeredBy(detail) })
      : null;
  return (
    <Panel
      title={candidates.length === 0 && former.length > 0 ? 'Held it before' : 'Who could take over'}
      note={
        candidates.length > 0
          ? `LeaseCandidates${readAt === null ? '' : `, as of ${readAt}`}`
          : 'who stands by is not known'
      }
    >
      {candidates.length === 0 && former.length === 0 ? (
        <p className="panel-words">
          {missing ??
            (handovers === null ? 'Not known: who has held it before could not be read yet.' : null) ??
            'Not known: nobody else has held it since watching began, and no LeaseCandidate names it. Candidates of client-go stay silent until they win.'}
        </p>
      ) : (
        <table className="plain">
          <thead className="sr-only">
            <tr>
              <th scope="col">Who</th>
              <th scope="col">What is known</th>
            </tr>
          </thead>
          <tbody>
            {candidates.map((candidate) => (
              <tr key={candidate.name}>
                <td>
                  <span className="swap">
                    <HolderName holder={candidate.name} look={look} absent="" length={22} />
                  </span>
                </td>
                <td className="r faint prose">
                  {candidate.binaryVersion === null
                    ? 'candidate'
                    : `candidate, version ${candidate.binaryVersion}`}
                </td>
              </tr>
            ))}
            {former.slice(0, MOST).map(({ holder, until }) => (
              <tr key={holder}>
                <td>
                  <span className="swap">
                    <HolderName holder={holder} look={look} absent="" length={22} />
                  </span>
                </td>
                <td className="r faint prose">until {formatMoment(until, now ?? until, zone)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {former.length > MOST ? (
        <p className="panel-words">and {former.length - MOST} more, in the handovers.</p>
      ) : null}
    </Panel>
  );
}
