'use client';
import { useState } from 'react';
import { apiUrl, ofCluster } from '../../lib/client/api-url.ts';
import { reasonOf } from '../../lib/client/fetch-json.ts';
import type { TimelineQuery } from '../../lib/client/use-timeline.ts';
import { countOf } from '../../lib/view/format.ts';
import { INCIDENT_PATH, incidentQuery } from '../../lib/view/incident-link.ts';
import { timelineBands } from '../../lib/view/timeline-bands.ts';
import { timeScale } from '../../lib/view/timeline-marks.ts';
import { stillWords } from '../../lib/view/timeline-range.ts';
import { timelineSvg } from '../../lib/view/timeline-svg.ts';
import { Menu } from '../ui/menu.tsx';
import { readColours } from './colours.ts';
import type { ChartScene } from './lane-chart.tsx';
import { savePng, saveText } from './save-picture.ts';

const WIDTH = 1_440;
const LEFT = 300;
const RIGHT = 96;

type Props = {
  scene: ChartScene;
  /** What is drawn is of another question: no picture of it may bear the dates of this one. */
  earlier: boolean;
  query: TimelineQuery;
  keptFrom: number | null;
  title: string;
};
const UNREAD = { disabled: true, title: 'What is drawn is of what was asked before' };

/** What is in view, as a file: its handovers, or the picture. */
export function ExportMenu(props: Props) {
  return (
    <Menu label="Export" className="button" end>
      {(close) => <ExportItems {...props} close={close} />}
    </Menu>
  );
}

function ExportItems({ scene, earlier, query, keptFrom, title, close }: Props & { close: () => void }) {
  const [problem, setProblem] = useState<string | null>(null);
  const { data, scale } = scene;
  const file = (format: 'csv' | 'ndjson'): string =>
    apiUrl('/api/v1/handovers', {
      format,
      from: Math.round(scale.range.from),
      to: Math.round(scale.range.to),
      namespace: query.namespaces,
      class: query.classes,
      ...(query.q === '' ? {} : { q: query.q }),
      ...ofCluster(query.cluster),
    });
  const scope = { namespace: query.namespaces, class: query.classes, q: query.q };
  const incident = apiUrl(INCIDENT_PATH, {
    ...incidentQuery(stillWords(scale.range), scope),
    ...ofCluster(query.cluster),
  });
  const name = `timeline-${new Date(scale.range.from).toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
  const picture = () => {
    const wide = timeScale(scale.range, LEFT, WIDTH - LEFT - RIGHT);
    const { blindSpots, slow, asOf: now, pointMs: joinedMs } = data;
    return timelineSvg({
      lanes: data.lanes,
      scale: wide,
      width: WIDTH,
      bands: timelineBands({
        scale: wide,
        blindSpots,
        slow,
        keptFrom,
        read: null,
        zone: scene.zone,
        now,
        joinedMs,
      }),
      blindSpots,
      alerts: scene.alerts,
      now,
      hues: scene.hues,
      zone: scene.zone,
      colour: readColours(),
      title,
      joinedMs,
    });
  };
  const lanes = data.hasMore ? `the ${countOf(data.lanes.length, 'Lease')} read so far` : 'as it is drawn';
  const ofPicture = earlier ? 'not before this is read' : `the picture, ${lanes}`;
  const unread = earlier ? UNREAD : {};
  return (
    <>
      {(['csv', 'ndjson'] as const).map((format) => (
        <a key={format} className="item" href={file(format)} download onClick={close}>
          {format === 'csv' ? 'CSV' : 'NDJSON'}
          <small>the handovers of what is shown</small>
        </a>
      ))}
      <button
        type="button"
        className="item"
        {...unread}
        onClick={() => {
          saveText(picture().svg, 'image/svg+xml', `${name}.svg`);
          close();
        }}
      >
        SVG
        <small>{ofPicture}</small>
      </button>
      <button
        type="button"
        className="item"
        {...unread}
        onClick={() => {
          const { svg, width, height } = picture();
          savePng(svg, width, height, `${name}.png`).then(close, (error: unknown) =>
            setProblem(reasonOf(error)),
          );
        }}
      >
        PNG
        <small>{ofPicture}</small>
      </button>
      <a className="item" href={incident} download onClick={close}>
        Incident
        <small>all of it in one file, for a post-mortem</small>
      </a>
      {problem === null ? null : (
        <p className="wrong" role="alert">
          {problem}.
        </p>
      )}
    </>
  );
}
