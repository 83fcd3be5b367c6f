'use client';
import { SeverityGlyph } from '../alerts/severity-glyph.tsx';
import { Button } from '../ui/button.tsx';
import { hideNotice } from './preferences.ts';

/** On every page of a Tenure that others reach and that asks nobody who they are; hidden for a day at a time. */
export function OpenNotice() {
  return (
    <section className="banner quiet" aria-label="Who gets in">
      <SeverityGlyph severity="info" />
      <div>
        <h2>Whoever reaches this address sees everything here, and may silence alerts.</h2>
        <p>
          Tenure listens for other machines too and asks nobody who they are.{' '}
          <span className="mono">TENURE_AUTH</span> makes it ask the cluster (
          <span className="mono">token</span>) or believe a login in front of it (
          <span className="mono">proxy</span>).
        </p>
      </div>
      <div className="actions">
        <Button
          onClick={() => {
            hideNotice();
            window.location.reload();
          }}
        >
          Hide for a day
        </Button>
      </div>
    </section>
  );
}
