'use client';
import { useMemo, useState } from 'react';
import type { DetailReading } from '../../lib/client/use-lease-detail.ts';
import { useLive } from '../../lib/client/use-live.ts';
import type { LeaseDetail } from '../../lib/view/lease-detail.ts';
import { toYaml } from '../../lib/view/yaml.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Panel } from '../ui/panel.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';

/** The object as the API server gave it; closed until asked for, for it is long and stands still. */
export function RawPanel({
  detail,
  reading,
  readAt,
  gone,
}: {
  detail: LeaseDetail | null;
  reading: DetailReading;
  /** When the API server gave it, in words; null while it did not. */
  readAt: string | null;
  gone: boolean;
}) {
  const [open, setOpen] = useState(false);
  return (
    <Panel className="raw">
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <h2>YAML</h2>
          <small>
            {readAt === null ? 'as the API server has it' : `as the API server had it at ${readAt}`}
          </small>
        </summary>
        {open ? <Raw detail={detail} reading={reading} gone={gone} /> : null}
      </details>
    </Panel>
  );
}

/** As far as it is known: what stopped the question, or what the feed last failed by. */
function useWhyUnread({ problem }: DetailReading): string {
  const feed = useLive((state) => state.feed);
  if (problem !== null) return `Could not be read: ${problem}.`;
  if (feed === null || feed.state === 'live')
    return 'Could not be read: the API server did not give it within 3 s.';
  const said = feed.lastError === null ? '' : ` (${feed.lastError.message})`;
  return `Could not be read, for Tenure does not hear the API server${said}.`;
}

function Raw({
  detail,
  reading,
  gone,
}: {
  detail: LeaseDetail | null;
  reading: DetailReading;
  gone: boolean;
}) {
  const why = useWhyUnread(reading);
  const raw = detail?.raw ?? null;
  const yaml = useMemo(() => (raw === null ? null : toYaml(raw)), [raw]);
  return (
    <div className="raw-body">
      <div className="raw-actions">
        {yaml === null ? null : <CopyButton text={yaml} label="Copy YAML" />}
        {gone ? null : (
          <Button onClick={reading.readAgain} disabled={reading.reading}>
            {reading.reading ? 'Reading…' : 'Read again'}
          </Button>
        )}
      </div>
      {yaml === null ? (
        <p>{gone ? 'It no longer exists, and was not read before.' : reading.reading ? 'Reading…' : why}</p>
      ) : (
        <ScrollBox className="yaml" label="YAML">
          {yaml}
        </ScrollBox>
      )}
    </div>
  );
}
