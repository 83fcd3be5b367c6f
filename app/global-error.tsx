'use client';
import './globals.css';

/** Even the frame failed: plain, without anything that could fail again. */
export default function GlobalError({ error }: { error: Error }) {
  return (
    <html lang="en">
      <body>
        <title>Fault · Tenure</title>
        <main className="state-page">
          <h1 className="text-lg font-semibold">Tenure’s page has met a fault of its own</h1>
          <p>The server goes on watching; only this page failed:</p>
          <p className="said mono">{error.message}</p>
          <div className="actions">
            <button type="button" className="button ink" onClick={() => window.location.reload()}>
              Draw it again
            </button>
          </div>
        </main>
      </body>
    </html>
  );
}
