'use client';
import { useLive } from '../../lib/client/use-live.ts';

/** A hue is the holder's node where Pods may be read, so that a drained node shows as one colour that ends. */
export function HueLegend() {
  const pods = useLive((state) => state.status?.permissions.pods);
  const of = pods === 'granted' ? 'node of the holder' : 'holder';
  return (
    <span
      title={`${pods === 'denied' ? 'Tenure may not read Pods, so the node is not known. ' : ''}The name is the fact, the colour a hint: with more than eight colours repeat`}
    >
      <i className="swatch hue-1" />
      <i className="swatch hue-2" />
      <i className="swatch hue-3" />
      colour = {of}
    </span>
  );
}
