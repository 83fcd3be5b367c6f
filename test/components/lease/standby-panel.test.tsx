import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test, vi } from 'vitest';
import { StandbyPanel } from '../../../components/lease/standby-panel.tsx';
import { handover, NOW, row } from '../../view/lease-builders.ts';

vi.mock('../../../lib/client/use-now.ts', () => ({ useNow: () => NOW }));

test('a former holder held it until it was let go or watching stopped, not until somebody took it', () => {
  const evidence = { endedAt: null, unwatchedFrom: NOW - 3_600_000, unwatchedTo: NOW - 3_500_000 };
  const html = renderToStaticMarkup(
    <StandbyPanel
      detail={null}
      reading={{
        detail: null,
        earlier: false,
        asOf: null,
        missing: false,
        problem: null,
        reading: false,
        readAgain: () => undefined,
      }}
      readAt={null}
      row={row({ holder: 'b' })}
      handovers={[handover({ from: 'a', to: 'b', cause: 'unseen', vacantMs: null, evidence })]}
      look={{ name: (holder: string) => holder, hue: () => 1 }}
    />,
  );
  const said = html.replace(/<[^>]+>/g, ' ');
  expect(said).toContain('until 02:14:07');
  // Whoever held it before may be gone.
  expect(said).toContain('Held it before');
  expect(said).not.toContain('Who could take over');
});
