import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { AlertEntry } from '../../../components/alerts/alert-entry.tsx';
import { AlertGroupPanel } from '../../../components/alerts/alert-group-panel.tsx';
import { RecentAlerts } from '../../../components/alerts/recent-alerts.tsx';
import { SoughtAlert } from '../../../components/alerts/sought-alert.tsx';
import type { AlertView } from '../../../lib/view/alert.ts';
import { groupAlerts } from '../../../lib/view/alert-groups.ts';
import { alertOf, NOW } from '../../view/alert-builders.ts';

const nothing = (): void => undefined;

function entry(alert: AlertView, open: boolean): string {
  return renderToStaticMarkup(<AlertEntry alert={alert} now={NOW} open={open} toggle={nothing} />);
}

describe('an alert', () => {
  it('says how bad, what, since when and what says so, and leads to its Lease', () => {
    const html = entry(alertOf(), false);
    for (const part of [
      'critical: ',
      'Nobody renews kube-scheduler',
      'Last renewed 1 min 27 s ago',
      'since 03:12:55',
      '1 min 12 s',
      'href="/leases/kube-system/kube-scheduler"',
      'aria-expanded="false"',
    ]) {
      expect(html).toContain(part);
    }
    expect(html).not.toContain('kubectl');
  });

  it('opens to the numbers, what they mean, and commands to copy', () => {
    const html = entry(alertOf(), true);
    for (const part of [
      'aria-expanded="true"',
      '<dt>Duration</dt><dd>15 s</dd>',
      '<dt>How sure</dt><dd>certain</dd>',
      'Expired but held: what it means',
      'kubectl get lease kube-scheduler -n kube-system -o yaml',
      'aria-label="Copy the command: Read the Lease as it is"',
      'Copy link',
    ]) {
      expect(html).toContain(part);
    }
    expect(html.match(/<code>/g)).toHaveLength(1);
  });

  it('opens first of all to which Lease it is about, who held it, and on which node', () => {
    const held = entry(alertOf({ subject: { ...alertOf().subject, node: 'cp-2' } }), true);
    const about = [
      '<dt>Lease</dt><dd class="mono">kube-system/kube-scheduler</dd>',
      '<dt>Held by</dt>',
      'aria-label="cp-2_0d93b7f2, copy"',
      '<dt>Node</dt><dd class="mono">cp-2</dd>',
      '<dt>Last renewal</dt>',
    ];
    for (const part of about) expect(held).toContain(part);
    expect(about.map((part) => held.indexOf(part))).toEqual(
      about.map((part) => held.indexOf(part)).sort((a, b) => a - b),
    );
    expect(entry(alertOf({ subject: { ...alertOf().subject, holder: null } }), true)).toContain('>nobody<');
  });
  it('says who holds a heartbeat, and what its evidence repeats, once', () => {
    const subject = { namespace: 'kube-node-lease', name: 'wb-04', node: 'wb-04', holder: 'wb-04' };
    const beat = entry(alertOf({ rule: 'node-heartbeat-late', subject }), true);
    expect(beat).toContain('<dt>Node</dt><dd class="mono">wb-04</dd>');
    expect(beat).not.toContain('Held by');
    expect(entry(alertOf({ evidence: { holder: 'cp-2_0d93b7f2' } }), true)).not.toContain('<dt>Holder</dt>');
  });
  it('about a legacy lock names its namespace, and claims no Lease', () => {
    const html = entry(alertOf({ rule: 'legacy-lock' }), true);
    expect(html).toContain('<dt>Namespace</dt><dd class="mono">kube-system</dd>');
    expect(html).toContain('<dt>Holder</dt>');
    expect(html).not.toContain('<dt>Lease</dt>');
  });

  it('keeps its sentence while it is open', () =>
    expect(entry(alertOf(), true)).toContain('Last renewed 1 min 27 s ago'));

  it('about no Lease leads to the Timeline', () => {
    const subject = { namespace: null, name: null, node: null, holder: null };
    const html = entry(alertOf({ rule: 'slow-renewals', subject }), true);
    expect(html).toContain('href="/timeline?from=2026-03-05T03%3A07%3A55Z&amp;to=now"');
    expect(html).not.toContain('/leases/');
    expect(html).toContain('Open Timeline');
    expect(entry(alertOf({ rule: 'tenure', subject }), false)).not.toContain('Open Timeline');
  });

  it('about a heartbeat leads to its node, about the clock of a holder to both', () => {
    const subject = { namespace: 'kube-node-lease', name: 'wb-04', node: 'wb-04', holder: 'wb-04' };
    expect(entry(alertOf({ rule: 'node-heartbeat-late', subject }), false)).toContain(
      'href="/nodes?node=wb-04"',
    );
    const clock = entry(
      alertOf({ rule: 'clock-skew', subject: { ...alertOf().subject, node: 'wb-04' } }),
      true,
    );
    expect(clock).toContain('Open Lease');
    expect(clock).toContain('href="/nodes?node=wb-04"');
    expect(entry(alertOf({ subject: { ...alertOf().subject, node: 'wb-04' } }), true)).not.toContain(
      '/nodes',
    );
  });

  it('shows markup in a claim as text', () =>
    expect(entry(alertOf({ evidence: { holder: '<img src=x onerror=alert(1)>' } }), true)).toContain(
      '&lt;img src=x',
    ));
});

describe('a group', () => {
  const draw = (alerts: readonly AlertView[], open: string | null): string => {
    const [group] = groupAlerts(alerts);
    if (group === undefined) throw new Error('no group');
    return renderToStaticMarkup(
      <AlertGroupPanel group={group} clock={() => NOW} open={open} sought={null} toggle={nothing} />,
    );
  };
  const storm = [
    alertOf({ id: 'root', rule: 'slow-renewals', title: 'The root', consequences: 5_000 }),
    ...Array.from({ length: 20 }, (_, n) =>
      alertOf({ id: `c${n}`, title: `Consequence ${n}.`, rootId: 'root' }),
    ),
  ];

  it('of a storm is one panel: few consequences, and how many there are', () => {
    const html = draw(storm, null);
    expect(html.match(/<article/g)).toHaveLength(6);
    expect(html).toContain('Show 15 more of the same cause');
    expect(html).toContain('4,980 further consequences are counted and not listed here.');
  });
  it('shows the consequence that is open, however far down', () =>
    expect(draw(storm, 'c9')).toContain('Copy the command'));
  it('keeps the numbers of a consequence until it is opened', () => {
    const html = draw(storm, null);
    expect(html.match(/Last renewed 1 min/g)).toHaveLength(1);
    expect(draw(storm, 'c0').match(/Last renewed 1 min/g)).toHaveLength(2);
  });
});

describe('what ended', () => {
  const over = alertOf({ id: 'over', state: 'resolved', resolvedAt: NOW - 12_000 });
  const draw = (
    alerts: readonly AlertView[] | null,
    open: string | null,
    problem: string | null = null,
    namespace: string | null = null,
  ): string =>
    renderToStaticMarkup(
      <RecentAlerts
        alerts={alerts}
        more={false}
        problem={problem}
        filter={{ severity: null, namespace }}
        now={NOW}
        open={open}
        sought={null}
        toggle={nothing}
      />,
    );
  it('is a table with when and for how long', () => {
    const html = draw([over], null);
    for (const part of ['kube-system/kube-scheduler', '03:12:55', '1 m 00 s', '03:13:55'])
      expect(html).toContain(part);
  });
  it('opens to its evidence', () => expect(draw([over], 'over')).toContain('what it means'));
  it('leaves out what only followed from another, unless it was asked for', () => {
    const child = { ...over, id: 'child', title: 'A child', rootId: 'over' };
    expect(draw([over, child], null)).not.toContain('A child');
    expect(draw([over, child], 'child')).toContain('A child');
  });
  it('is filtered, and says so where nothing is left', () => {
    expect(draw([over], null, null, 'kube-system')).toContain('Nobody renews');
    expect(draw([over], null, null, 'payments')).toContain('None of those that ended match.');
    expect(draw([over], 'over', null, 'payments')).toContain('Nobody renews');
  });
  it('says what is there where nothing is', () => {
    expect(draw([], null)).toContain('Nothing fired and ended in this time.');
    expect(draw(null, null)).toContain('Reading…');
    expect(draw(null, null, 'HTTP 503')).toContain('Could not be read: HTTP 503');
  });
  it('stays, and says so, when it could not be read anew', () => {
    const html = draw([over], null, 'HTTP 503');
    expect(html).toContain('Nobody renews');
    expect(html).toContain('Could not be read the last time: HTTP 503.');
    expect(draw([over], null)).not.toContain('Could not be read');
  });
});

describe('the alert of a link', () => {
  const draw = (found: { alert: AlertView | null; missing: boolean }, until = NOW): string =>
    renderToStaticMarkup(<SoughtAlert found={found} clock={() => until} close={nothing} />);
  it('is shown though it ended long ago', () => {
    const alert = alertOf({ state: 'resolved', resolvedAt: NOW - 12_000 });
    expect(draw({ alert, missing: false })).toContain('ended');
  });
  it('ages no further than it is known, as those in the lists', () => {
    const found = { alert: alertOf({ state: 'pending' }), missing: false };
    expect(draw(found)).toContain('1 min 12 s');
    expect(draw(found, NOW - 60_000)).toContain('12 s');
    expect(draw(found, NOW - 60_000)).not.toContain('1 min 12 s');
  });
  it('is said not to be kept only when that is known', () => {
    expect(draw({ alert: null, missing: true })).toContain('is not kept');
    expect(draw({ alert: null, missing: false })).toBe('');
  });
});
