'use client';
import type { TimeZone } from '../../lib/view/format.ts';

const ZONES: readonly { zone: TimeZone; label: string }[] = [
  { zone: 'utc', label: 'UTC' },
  { zone: 'local', label: 'Local' },
];

/** Both side by side, or on a phone the one that is chosen, which changes to the other. */
export function ZoneSwitch({ zone, choose }: { zone: TimeZone; choose: (zone: TimeZone) => void }) {
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a flex box of fixed height everywhere. */}
      <span className="segments zone" role="group" aria-label="Time zone">
        {ZONES.map((one) => (
          <button
            key={one.zone}
            type="button"
            aria-pressed={zone === one.zone}
            onClick={() => choose(one.zone)}
          >
            {one.label}
          </button>
        ))}
      </span>
      <button
        type="button"
        className="zone-toggle"
        aria-label={`Times: ${zone === 'utc' ? 'UTC' : 'local'}`}
        onClick={() => choose(zone === 'utc' ? 'local' : 'utc')}
      >
        {zone === 'utc' ? 'UTC' : 'Local'}
      </button>
    </>
  );
}
