'use client';
import { useEffect, useRef } from 'react';
import type { Matcher } from '../../lib/alert/silence.ts';
import { nextField, SILENCE_FIELDS } from '../../lib/view/silence-draft.ts';
import { Button } from '../ui/button.tsx';

/** What a silence is about, a line each. */
export function SilenceMatchers({
  matchers,
  focusFirst,
  change,
}: {
  matchers: readonly Matcher[];
  focusFirst: boolean;
  change: (matchers: readonly Matcher[]) => void;
}) {
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (focusFirst) first.current?.focus();
  }, [focusFirst]);
  const put = (index: number, over: Partial<Matcher>): void =>
    change(matchers.map((one, at) => (at === index ? { ...one, ...over } : one)));
  return (
    <ul className="si-matchers">
      {matchers.map(({ field, value }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place; two may say the same while they are written.
        <li key={index}>
          <select
            aria-label="Field"
            value={field}
            onChange={(event) => {
              const chosen = SILENCE_FIELDS.find((one) => one === event.target.value);
              if (chosen !== undefined) put(index, { field: chosen });
            }}
          >
            {SILENCE_FIELDS.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
          <span aria-hidden="true">=</span>
          <input
            ref={index === 0 ? first : undefined}
            className="mono"
            aria-label={`Value of ${field}`}
            value={value}
            maxLength={500}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => put(index, { value: event.target.value })}
          />
          {matchers.length === 1 ? null : (
            <Button
              aria-label={`Do not ask for ${field}`}
              onClick={() => change(matchers.filter((_, at) => at !== index))}
            >
              ×
            </Button>
          )}
        </li>
      ))}
      <li>
        <Button onClick={() => change([...matchers, { field: nextField(matchers), value: '' }])}>
          Also match…
        </Button>
      </li>
    </ul>
  );
}
