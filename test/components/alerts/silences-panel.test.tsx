import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { SilenceMatchers } from '../../../components/alerts/silence-matchers.tsx';
import { SilencesPanel } from '../../../components/alerts/silences-panel.tsx';
import { matchersFor } from '../../../lib/view/silence-draft.ts';
import type { SilenceView } from '../../../lib/view/silences.ts';
import { alertOf, NOW } from '../../view/alert-builders.ts';

const silence: SilenceView = {
  id: 's',
  matchers: [{ field: 'namespace', value: 'staging-*' }],
  from: NOW - 60_000,
  until: NOW + 6_360_000,
  author: '',
  comment: '<b>upgrade</b>',
};

function draw(items: readonly SilenceView[] | null, problem: string | null = null): string {
  return renderToStaticMarkup(<SilencesPanel items={items} more={false} problem={problem} now={NOW} />);
}

describe('the silences', () => {
  it('stand with what they match, why and until when, those in force with a way to end them', () => {
    const html = draw([silence, { ...silence, id: 'o', until: NOW - 1 }]);
    for (const part of ['namespace=staging-*', '&lt;b&gt;upgrade&lt;/b&gt;', 'in 1 h 46 m', 'ended 03:14:06'])
      expect(html).toContain(part);
    expect(html.match(/End now, /g)).toHaveLength(1);
  });
  it('have a heading for the focus of who ends one', () =>
    expect(draw([silence])).toContain('<h2 tabindex="-1">Silences</h2>'));
  it('say what they are for where there are none', () => expect(draw([])).toContain('Nothing is silenced.'));
  it('say that they are read, or why they cannot be', () => {
    expect(draw(null)).toContain('Reading…');
    expect(draw(null, 'HTTP 503')).toContain('Could not be read: HTTP 503');
    expect(draw(null, 'HTTP 503')).not.toContain('Reading…');
  });
});

describe('what a silence matches', () => {
  it('is a line each, which can be taken away while there is another', () => {
    const html = renderToStaticMarkup(
      <SilenceMatchers matchers={matchersFor(alertOf())} focusFirst={false} change={() => undefined} />,
    );
    expect(html).toContain('value="kube-scheduler"');
    expect(html.match(/Do not ask for/g)).toHaveLength(3);
    const one = renderToStaticMarkup(
      <SilenceMatchers
        matchers={[{ field: 'rule', value: 'vacant' }]}
        focusFirst={false}
        change={() => undefined}
      />,
    );
    expect(one).not.toContain('Do not ask for');
  });
});
