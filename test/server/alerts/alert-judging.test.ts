/** Judging over a real book, its timers turned by hand. */

import { describe, expect, it } from 'vitest';
import { DEFAULT_RULE_SETTINGS } from '../../../lib/alert/rule-settings.ts';
import type { Rule, Severity } from '../../../lib/detect/finding.ts';
import type { Standbys } from '../../../lib/detect/no-standby.ts';
import { sameForAll } from '../../../lib/detect/rule-settings.ts';
import type { FeedState } from '../../../lib/lease/feed.ts';
import { createJudging, type JudgingOptions } from '../../../lib/server/alerts/judging.ts';
import { NOTHING_KNOWN } from '../../../lib/server/cluster-facts.ts';
import type { AlertMessage } from '../../../lib/view/alert.ts';
import { isEnding } from '../../../lib/view/alert-times.ts';
import { finding, firing } from '../../alert/builders.ts';
import { feed, type LeaseSpec, lease, T0, watchedBook } from '../../lease/builders.ts';
import { fakeTime } from '../fake-timers.ts';
import { noHistory } from '../no-history.ts';

const LEASE = { namespace: 'apps', name: 'controller-lock' };

function setUp(over: Partial<JudgingOptions> = {}, spec: LeaseSpec = {}, time = fakeTime(T0)) {
  const { book, scope, get } = watchedBook([lease(spec)]);
  const told: AlertMessage[] = [];
  const rows: string[] = [];
  const errors: unknown[] = [];
  let state: FeedState = 'live';
  let since = T0;
  const current = () => feed({ state, since, provenAt: time.now(), reconnects: since === T0 ? 0 : 1 });
  const judging = createJudging({
    book,
    feeds: () => [current()],
    store: () => noHistory().status(),
    facts: () => NOTHING_KNOWN,
    totals: book.totals,
    holders: { exists: () => null, cordoned: () => null },
    pods: {
      goneHolder: () => null,
      formerHolder: () => null,
      holderPod: () => null,
      runs: () => null,
      accountOf: () => null,
    },
    standbys: { of: () => null },
    legacyLocks: () => [],
    latencyAllowanceMs: () => 50,
    nodeOf: () => 'node-1',
    rowChanged: (one) => rows.push(`${one.record.name} ${judging.idsOf(one.record).length}`),
    tell(messageFor) {
      const message = messageFor(null);
      if (message !== null) told.push(message);
    },
    startedAt: T0,
    now: time.now,
    timers: time.timers,
    log: { error: (what: unknown) => errors.push(what) },
    ...over,
  });
  judging.start();
  time.timers.every(250, () => {
    scope.proved(time.now());
    book.sweep(time.now());
  });
  const remove = () => {
    const last = get();
    scope.deleted(lease({ writtenAt: time.now() }), time.now(), false);
    return last;
  };
  const renew = () => scope.changed(lease({ ...spec, writtenAt: time.now() }), time.now(), false);
  return {
    judging,
    told,
    rows,
    errors,
    time,
    get,
    renew,
    remove,
    scope,
    /** Renewed every 2 s, or so often, for so long. */
    async renewed(ms: number, everyMs = 2000) {
      for (let passed = 0; passed < ms; passed += everyMs) {
        await time.advance(everyMs);
        renew();
      }
    },
    become(next: FeedState) {
      state = next;
      since = time.now();
      scope.feed(current());
    },
    said: () =>
      told.flatMap(({ alerts }) =>
        alerts.map((one) => `${one.rule} ${isEnding(one) ? 'not found' : one.state}`),
      ),
  };
}

describe('what fired before a restart, and is judged by what has to be gathered again', () => {
  const MINUTE = 60_000;
  const earlier = (rule: Rule, severity: Severity, durationMs = 15_000) =>
    firing(finding({ rule, severity, subject: LEASE, evidence: { durationMs } }), { seenAt: T0 - 1000 });

  it('goes on while nobody knows who stands by, and under its name when that is found again', async () => {
    let standbys: Standbys | null = null;
    const { judging, renewed, said } = setUp({ standbys: { of: () => standbys } });
    judging.restore([earlier('no-standby', 'info')]);
    await renewed(5 * MINUTE);
    const few = { namespace: 'apps', ownerKind: 'ReplicaSet', ownerName: 'web', pods: 1, ready: 1 };
    standbys = { ...few, fewSince: T0 + 5 * MINUTE };
    await renewed(9 * MINUTE);
    expect(judging.all()).toMatchObject([{ state: 'firing', seenAt: T0 - 1000, missingSince: null }]);
    await renewed(3 * MINUTE);
    expect(said()).toEqual(['no-standby firing']);
    expect(judging.all()).toMatchObject([{ state: 'firing', id: earlier('no-standby', 'info').id }]);
    // And while Pods cannot be read.
    standbys = null;
    await renewed(10 * MINUTE);
    expect(judging.all()).toMatchObject([{ state: 'firing', missingSince: null }]);
    standbys = { ...few, ready: 2, fewSince: null };
    await renewed(2 * MINUTE);
    expect(said()).toEqual(['no-standby firing', 'no-standby not found', 'no-standby resolved']);
  });

  it('goes on until there are gaps enough to say that its renewals do not come close any more', async () => {
    const { judging, renewed, said } = setUp();
    judging.restore([earlier('headroom-low', 'warning')]);
    await renewed(10 * MINUTE - 4000);
    expect(judging.all()).toMatchObject([{ state: 'firing', missingSince: null }]);
    await renewed(11 * MINUTE);
    expect(said()).toEqual(['headroom-low firing', 'headroom-low not found', 'headroom-low resolved']);
  });

  it('goes on until its duration can be judged, and is the same when it is still too short', async () => {
    const { judging, renewed, said } = setUp({}, { durationSeconds: 60 });
    judging.restore([earlier('duration-invalid', 'warning', 60_000)]);
    await renewed(15 * MINUTE, 35_000);
    expect(said()).toEqual(['duration-invalid firing']);
    const [alert] = judging.all();
    expect(alert).toMatchObject({
      id: earlier('duration-invalid', 'warning').id,
      finding: { evidence: { renewals: 24 } },
    });
  });

  it('is over in its time where its duration is another one now: of that there were no gaps before', async () => {
    const { judging, renewed } = setUp();
    judging.restore([
      earlier('headroom-low', 'warning', 60_000),
      earlier('duration-invalid', 'warning', 60_000),
    ]);
    await renewed(11 * MINUTE);
    expect(judging.all()).toMatchObject([{ state: 'resolved' }, { state: 'resolved' }]);
  });
});

describe('judging', () => {
  it('tells of a holder that does not renew once a standby is overdue (§10), and when it is over', async () => {
    const { renewed, renew, time, told, rows, judging, said } = setUp();
    await renewed(60_000);
    expect(told).toEqual([]);
    // L + 4.4 r + 2 s: its usual gap is known to 2 %.
    await time.advance(25_500);
    expect(told).toEqual([]);
    await time.advance(1000);
    expect(said()).toEqual(['expired-but-held firing']);
    expect(told[0]).toMatchObject({
      alerts: [{ subject: { ...LEASE, node: 'node-1' }, since: T0 + 75_000, severity: 'critical' }],
      more: 0,
      counts: { critical: 1, warning: 0, info: 0 },
    });
    const [alert] = judging.all();
    expect(judging.idsOf(LEASE)).toEqual([alert?.id]);
    expect(rows).toEqual(['controller-lock 1']);
    renew();
    await time.advance(5000);
    expect(said()).toEqual(['expired-but-held firing', 'expired-but-held not found']);
    await renewed(8000);
    expect(said()).toEqual([
      'expired-but-held firing',
      'expired-but-held not found',
      'expired-but-held resolved',
    ]);
    expect(judging.idsOf(LEASE)).toEqual([]);
    expect(judging.counts()).toEqual({ critical: 0, warning: 0, info: 0 });
    expect(rows).toEqual(['controller-lock 1', 'controller-lock 0']);
  });

  it('tells of a Lease that is deleted while held, and is over when it is made again', async () => {
    const { renewed, remove, time, judging, said, renew } = setUp();
    await renewed(20 * 60_000);
    const last = remove();
    judging.handover(
      {
        ...{ id: 'uid-1.gone', ...LEASE, leaseUid: 'uid-1', at: time.now(), from: 'a', to: null },
        ...{ cause: 'deleted' as const, certainty: 'certain' as const, silentMs: 0, vacantMs: null },
        ...{ transitionsDelta: null, coordinated: false, evidence: { usualDurationMs: 15_000 } },
      },
      last,
    );
    await time.advance(60_000);
    expect(said()).toEqual([]);
    await time.advance(1000);
    expect(said()).toEqual(['vacant firing']);
    renew();
    await renewed(12_000);
    expect(said().at(-1)).toBe('vacant resolved');
  });

  it('says nothing of Leases while the feed is away, nor while things settle after it (§10)', async () => {
    const { renewed, time, said, become } = setUp();
    await renewed(60_000);
    become('stale');
    await time.advance(40_000);
    become('live');
    await time.advance(29_000);
    expect(said().filter((one) => !one.startsWith('tenure'))).toEqual([]);
    await time.advance(2000);
    expect(said()).toContain('expired-but-held firing');
  });

  it('keeps what fires while nobody can look', async () => {
    const { renewed, renew, time, said, become, judging } = setUp();
    await renewed(60_000);
    await time.advance(30_000);
    become('stale');
    await time.advance(120_000);
    become('live');
    renew();
    await renewed(28_000);
    expect(judging.idsOf(LEASE)).toHaveLength(1);
    await renewed(14_000);
    expect(said().filter((one) => one.startsWith('expired'))).toEqual([
      'expired-but-held firing',
      'expired-but-held not found',
      'expired-but-held resolved',
    ]);
  });

  it('hears of handovers', async () => {
    const { judging, time, renewed, said, get } = setUp();
    await renewed(40_000);
    for (let i = 0; i < 6; i++) {
      judging.handover({
        ...{ id: `h${i}`, ...LEASE, leaseUid: get().record.uid, at: time.now() + i },
        ...{ from: i % 2 === 0 ? 'a' : 'b', to: i % 2 === 0 ? 'b' : 'a', cause: 'release' as const },
        ...{ certainty: 'certain' as const, silentMs: 0, vacantMs: 1000, transitionsDelta: 1 },
        ...{ coordinated: false, evidence: {} },
      });
    }
    await renewed(2000);
    expect(said()).toContain('flapping firing');
  });

  it('keeps a node’s alert, under what enough others share with it a moment later', async () => {
    const names = ['n1', 'n2', 'n3', 'n4'];
    const { judging, time, scope, get, said, remove } = setUp();
    remove();
    const beat = (name: string) => {
      const node = { namespace: 'kube-node-lease', name, uid: name, holder: name, durationSeconds: 40 };
      const isNode = { acquiredAt: null, transitions: null, ownerReferences: [{ kind: 'Node', name }] };
      scope.changed(lease({ ...node, ...isNode, writtenAt: time.now() }), time.now(), false);
    };
    for (let beats = 0; beats < 8; beats++) {
      for (const name of names) {
        beat(name);
        await time.advance(2500);
      }
    }
    const late = async (name: string) => {
      await time.advance(2500);
      judging.rowChanged(get(name, 'kube-node-lease'));
    };
    await time.advance(30_000);
    for (const name of names) await late(name);
    await time.advance(20_000);
    const open = judging.all().map(({ finding, state, rootId }) => [finding.key, state, rootId]);
    const group = judging.all().find(({ finding }) => finding.rule === 'slow-renewals');
    expect(open.toSorted()).toEqual([
      ['kube-node-lease/n1', 'firing', group?.id],
      ['kube-node-lease/n2', 'firing', group?.id],
      ['nodes', 'firing', null],
    ]);
    expect(said().filter((word) => !word.endsWith(' firing'))).toEqual([]);
  });

  describe('of so many that a round takes long', () => {
    /** Each Lease takes `eachMs` to look at; what goes on later waits in `soon`. */
    function slow() {
      const time = fakeTime(T0);
      const soon: (() => void)[] = [];
      const cost = { eachMs: 0 };
      let spent = 0;
      const judged = setUp(
        {
          standbys: {
            of() {
              spent += cost.eachMs;
              return null;
            },
          },
          now: () => time.now() + spent,
          timers: { every: time.timers.every, soon: (run) => soon.push(run) },
        },
        {},
        time,
      );
      const names = ['a', 'b', 'c', 'd'];
      const renewOthers = () => {
        for (const name of names)
          judged.scope.changed(lease({ name, uid: name, writtenAt: time.now() }), time.now(), false);
      };
      const next = () => soon.shift()?.();
      return { ...judged, renewOthers, soon, next, cost };
    }

    it('gives way between two of them, and tells of all once it is over', async () => {
      const { renewOthers, renewed, time, soon, next, cost, told, judging } = slow();
      for (let passed = 0; passed < 60_000; passed += 2000) {
        renewOthers();
        await renewed(2000);
      }
      expect(soon).toEqual([]);
      judging.longestMs();
      cost.eachMs = 11;
      await time.advance(30_000);
      const { rounds } = judging.spent();
      expect(soon).toHaveLength(1);
      next();
      await time.advance(5000);
      expect(soon).toHaveLength(1);
      expect(judging.spent().rounds).toBe(rounds);
      expect(judging.all()).toEqual([]);
      while (soon.length > 0) next();
      expect(judging.longestMs()).toBeLessThan(45);
      await time.advance(900);
      while (soon.length > 0) next();
      expect(judging.spent().rounds).toBe(rounds + 1);
      expect(told.flatMap(({ alerts }) => alerts.map(({ subject }) => subject.name)).toSorted()).toEqual([
        ...['a', 'b', 'c'],
        ...['controller-lock', 'd'],
      ]);
    });

    it('says nothing of a Lease that is deleted while it goes on', async () => {
      const { renewOthers, renewed, time, soon, next, cost, told, judging, scope, get } = slow();
      for (let passed = 0; passed < 60_000; passed += 2000) {
        renewOthers();
        await renewed(2000);
      }
      await time.advance(24_000);
      expect(told).toEqual([]);
      cost.eachMs = 11;
      await time.advance(900);
      // The first slice has found it overdue.
      const gone = get('a');
      scope.deleted(lease({ name: 'a', uid: 'a', writtenAt: time.now() }), time.now(), false);
      judging.removed(gone);
      while (soon.length > 0) next();
      expect(told.flatMap(({ alerts }) => alerts.map(({ subject }) => subject.name))).toEqual([
        'b',
        'c',
        'd',
      ]);
    });

    it('ends with what judges, in the middle of a round', async () => {
      const { renewOthers, renewed, time, soon, next, cost, told, judging } = slow();
      for (let passed = 0; passed < 60_000; passed += 2000) {
        renewOthers();
        await renewed(2000);
      }
      await time.advance(24_000);
      cost.eachMs = 11;
      await time.advance(900);
      await time.advance(10_000);
      judging.stop();
      while (soon.length > 0) next();
      expect(told).toEqual([]);
    });
  });

  it('goes on after a mistake, and tells it once', async () => {
    let broken = true;
    const { errors, time, told, judging } = setUp({
      store: () => {
        if (broken) throw new Error('no store');
        return { ...noHistory().status(), state: 'failing' };
      },
    });
    await time.advance(2000);
    expect(errors).toHaveLength(1);
    broken = false;
    await time.advance(900);
    expect(told).toHaveLength(1);
    expect(judging.spent().rounds).toBe(3);
  });

  it('judges all others where one Lease cannot be judged, tells that once, and leaves what fires about it', async () => {
    let broken = false;
    const none = {
      goneHolder: () => null,
      formerHolder: () => null,
      holderPod: () => null,
      runs: () => null,
    };
    const { renewed, time, said, scope, judging, errors } = setUp({
      standbys: {
        of({ record: { name } }) {
          if (broken && name === LEASE.name) throw new TypeError('who waits is not known');
          return null;
        },
      },
      pods: { ...none, accountOf: () => null },
    });
    await renewed(60_000);
    await time.advance(30_000);
    expect(said()).toEqual(['expired-but-held firing']);
    broken = true;
    const other = { name: 'other-lock', uid: 'uid-other' };
    for (let passed = 0; passed < 60_000; passed += 2000) {
      await time.advance(2000);
      scope.changed(lease({ ...other, writtenAt: time.now() }), time.now(), false);
    }
    await time.advance(60_000);
    expect(judging.all().map(({ state, finding }) => `${finding.subject.name} ${state}`)).toEqual([
      'controller-lock firing',
      'other-lock firing',
    ]);
    expect(errors).toMatchObject([{ lease: 'apps/controller-lock' }]);
    const { failures, leaseFaults } = judging.spent();
    expect([failures, leaseFaults > 100]).toEqual([0, true]);
  });

  it('does not tell of a Lease whose team wants it silent, until then', async () => {
    const until = { annotations: { 'tenure.dev/silence-until': new Date(T0 + 200_000).toISOString() } };
    const { renewed, time, judging, scope } = setUp();
    await renewed(60_000);
    scope.changed(lease({ writtenAt: time.now(), ...until }), time.now(), false);
    await time.advance(30_000);
    expect(judging.all()).toMatchObject([{ state: 'firing', silencedBy: 'annotation' }]);
    expect(judging.counts()).toEqual({ critical: 0, warning: 0, info: 0 });
    expect(judging.idsOf(LEASE)).toEqual([]);
    await time.advance(120_000);
    expect(judging.all()).toMatchObject([{ state: 'firing', silencedBy: null }]);
    expect(judging.counts().critical).toBe(1);
  });

  it('judges by the settings of the moment: a rule that is off ends what fires of it', async () => {
    let rules = DEFAULT_RULE_SETTINGS.rules;
    const { renewed, time, said, judging } = setUp({
      settings: () => sameForAll({ ...DEFAULT_RULE_SETTINGS, rules }),
    });
    await renewed(60_000);
    await time.advance(30_000);
    expect(said()).toEqual(['expired-but-held firing']);
    rules = { ...rules, 'expired-but-held': { ...rules['expired-but-held'], enabled: false } };
    await time.advance(900);
    expect(said()).toEqual(['expired-but-held firing', 'expired-but-held resolved']);
    rules = DEFAULT_RULE_SETTINGS.rules;
    await time.advance(900);
    expect(judging.idsOf(LEASE)).toHaveLength(1);
  });

  it('tells that the rules file is refused, until it is not', async () => {
    const wrong = {
      path: '/rules.yaml',
      loadedAt: null,
      since: T0,
      mistakes: ['Line 1: no.', 'Line 2: no.'],
    };
    let rulesFile: typeof wrong | null = wrong;
    const { renewed, told, said } = setUp({ rulesFile: () => rulesFile });
    await renewed(2000);
    expect(told[0]?.alerts[0]).toMatchObject({
      ...{ rule: 'tenure', severity: 'warning', title: 'The rules file is refused' },
      summary: '/rules.yaml: Line 1: no. And there is more (1). The defaults hold.',
    });
    rulesFile = null;
    await renewed(40_000);
    expect(said()).toEqual(['tenure firing', 'tenure not found', 'tenure resolved']);
  });

  it('measures what it takes', async () => {
    let now = T0;
    const { judging, time } = setUp({
      now: () => {
        now += 1;
        return now;
      },
    });
    await time.advance(1800);
    expect(judging.spent()).toMatchObject({ rounds: 2 });
    expect(judging.spent().totalMs).toBeGreaterThan(0);
    expect(judging.longestMs()).toBeGreaterThan(0);
    expect(judging.longestMs()).toBe(0);
  });

  it('stops', async () => {
    const { judging, time } = setUp();
    judging.stop();
    await time.advance(5000);
    expect(judging.spent().rounds).toBe(0);
  });
});
