import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlertView } from '../../lib/view/alert.ts';
import {
  alertNamespaces,
  alertsAbout,
  besidesTheFeed,
  callingCauses,
  countCauses,
  filterGroups,
  groupAlerts,
} from '../../lib/view/alert-groups.ts';
import { alertOf, NOW } from './alert-builders.ts';

const ids = (alerts: readonly AlertView[]): string[] => alerts.map(({ id }) => id);
const roots = (alerts: readonly AlertView[]): string[] => groupAlerts(alerts).map(({ root }) => root.id);

describe('what fires', () => {
  it('is grouped by cause, worst first, then the oldest', () =>
    expect(
      roots([
        alertOf({ id: 'info', severity: 'info', since: NOW - 9 }),
        alertOf({ id: 'late critical', since: NOW - 1 }),
        alertOf({ id: 'warning', severity: 'warning', since: NOW - 7 }),
        alertOf({ id: 'early critical', since: NOW - 2 }),
      ]),
    ).toEqual(['early critical', 'late critical', 'warning', 'info']));

  it('is neither what is pending nor what ended', () =>
    expect(roots([alertOf({ state: 'pending' }), alertOf({ state: 'resolved', resolvedAt: NOW })])).toEqual(
      [],
    ));

  it('stands under its root, and those that were not read are counted', () => {
    const [group] = groupAlerts([
      alertOf({ id: 'b', rootId: 'root', severity: 'warning' }),
      alertOf({ id: 'a', rootId: 'root' }),
      alertOf({ id: 'root', severity: 'warning', consequences: 5_000 }),
    ]);
    expect(group?.root.id).toBe('root');
    expect(ids(group?.consequences ?? [])).toEqual(['a', 'b']);
    expect(group?.unlisted).toBe(4_998);
  });

  it('stands alone where its root was not read', () =>
    expect(roots([alertOf({ id: 'a', rootId: 'elsewhere' })])).toEqual(['a']));

  it('comes last where it is silenced, whatever it is', () =>
    expect(
      roots([alertOf({ id: 'silenced', silencedBy: 's1' }), alertOf({ id: 'info', severity: 'info' })]),
    ).toEqual(['info', 'silenced']));

  it('is shown once and never lost, whatever roots are claimed', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.record({ id, rootId: fc.option(id) }), { selector: (one) => one.id }),
        (claimed) => {
          const shown = groupAlerts(claimed.map((one) => alertOf(one))).flatMap(({ root, consequences }) => [
            root.id,
            ...ids(consequences),
          ]);
          expect([...shown].sort()).toEqual(claimed.map((one) => one.id).sort());
        },
      ),
    );
  });
});

describe('a filter', () => {
  const groups = groupAlerts([
    alertOf({ id: 'root', severity: 'warning', consequences: 1 }),
    alertOf({
      id: 'under it',
      rootId: 'root',
      subject: { namespace: 'payments', name: 'operator', node: null, holder: null },
    }),
    alertOf({ id: 'other', severity: 'info' }),
  ]);
  it.each([
    [{ severity: null, namespace: null }, ['root', 'other']],
    [{ severity: 'info', namespace: null }, ['other']],
    [{ severity: null, namespace: 'payments' }, ['root']],
    [{ severity: 'critical', namespace: 'payments' }, ['root']],
    [{ severity: 'info', namespace: 'payments' }, []],
  ] as const)('%j keeps whole groups', (filter, kept) =>
    expect(filterGroups(groups, filter).map(({ root }) => root.id)).toEqual(kept),
  );
});

describe('who is called', () => {
  const groups = groupAlerts([
    alertOf({ id: 'a' }),
    alertOf({ id: 'b', rootId: 'a' }),
    alertOf({ id: 'c', severity: 'warning' }),
    alertOf({ id: 'd', severity: 'info' }),
    alertOf({ id: 'e', silencedBy: 's1' }),
  ]);
  it('by causes that are not silenced', () =>
    expect(countCauses(groups)).toEqual({ critical: 1, warning: 1, info: 1 }));
  it('and by none that only informs', () =>
    expect(callingCauses(groups).map(({ root }) => root.id)).toEqual(['a', 'c']));
  it('and by the board’s lines but for what its banner says of the feed', () => {
    const of = (id: string) => alertOf({ id, rule: 'tenure' });
    const said = (...alerts: AlertView[]) =>
      besidesTheFeed(callingCauses(groupAlerts(alerts))).map(({ root }) => root.id);
    expect(said(of('tenure:feed/*@1'), of('tenure:feed/a/forbidden@2'), of('tenure:store@3'))).toEqual([
      'tenure:store@3',
    ]);
    // There is no banner any more where it is heard again.
    expect(said({ ...of('tenure:feed/*@1'), missingSince: NOW })).toEqual(['tenure:feed/*@1']);
  });
});

describe('of one Lease', () => {
  const here = { namespace: 'kube-system', name: 'kube-scheduler' };
  it('also what is only a consequence, and nothing of another namespace', () =>
    expect(
      ids(
        alertsAbout(
          [
            alertOf({ id: 'warning', severity: 'warning' }),
            alertOf({ id: 'consequence', rootId: 'x' }),
            alertOf({ id: 'ended', state: 'resolved' }),
            alertOf({ id: 'other', subject: { ...here, namespace: 'a', node: null, holder: null } }),
          ],
          here,
        ),
      ),
    ).toEqual(['consequence', 'warning']));
});

it('namespaces are told once, by name', () => {
  const of = (namespace: string | null): AlertView =>
    alertOf({ subject: { namespace, name: null, node: null, holder: null } });
  expect(alertNamespaces([of('b'), of('a'), of(null), of('b')])).toEqual(['a', 'b']);
});
