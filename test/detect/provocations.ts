/** Each rule, provoked: what is done, and from when on what has happened suffices to say so (field guide §10). */
import type { Rule } from '../../lib/detect/finding.ts';
import { leaseKey } from '../../lib/lease/record.ts';
import { identity } from './builders.ts';
import type { Stage } from './provocation-stage.ts';
import { CLOCK_PROVOCATIONS } from './provocations-clocks.ts';
import { CLUSTER_PROVOCATIONS } from './provocations-cluster.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/**
 * `set` arranges it on a stage, and answers from when on the evidence suffices, epoch ms; it is asked when all has been
 * played. `forMs`: how long to play after the harm. `key`: what the finding is known by begins so.
 */
export type Provocation = {
  rule: Rule;
  what: string;
  key: string;
  forMs: number;
  set: (stage: Stage) => () => number;
};

const LOCK = 'apps/harmed-lock';

/** L + 4.4 r + 2 s after the last renewal, r as the book knows it (§10). */
function overdueAt(stage: Stage, lastAt: number, L = 15 * SECOND): number {
  return lastAt + L + 4.4 * (stage.lease(LOCK).usualGapMs ?? Number.NaN) + 2 * SECOND;
}

/** One that is taken by turns, each time given up; answers when it was taken for the `nth` time. */
function giveAndTake(stage: Stage, holders: readonly string[], everyMs: number): (nth: number) => number {
  const harmed = stage.holder();
  const taken: number[] = [];
  stage.at(stage.startedAt - 10 * SECOND, () => harmed.start());
  for (const [index, by] of holders.entries()) {
    const at = stage.harmAt + index * everyMs;
    stage.at(at, () => harmed.release());
    stage.at(at + stage.random.between(100, 4400), () => {
      harmed.take(by);
      taken.push(stage.now());
    });
  }
  return (nth) => taken[nth - 1] ?? Number.NaN;
}

function started(stage: Stage, ...args: Parameters<Stage['holder']>) {
  const harmed = stage.holder(...args);
  stage.at(stage.startedAt - 10 * SECOND, () => harmed.start());
  return harmed;
}

const ELECTION_PROVOCATIONS: readonly Provocation[] = [
  {
    rule: 'expired-but-held',
    what: 'the holder and all candidates die',
    key: LOCK,
    forMs: 2 * MINUTE,
    set(stage) {
      const harmed = started(stage);
      stage.at(stage.harmAt, () => harmed.stop());
      return () => overdueAt(stage, harmed.last().at);
    },
  },
  {
    rule: 'vacant',
    what: 'it is given up, and nobody takes it',
    key: LOCK,
    forMs: MINUTE,
    set(stage) {
      const harmed = started(stage);
      stage.at(stage.harmAt, () => harmed.release());
      return () => harmed.last().at + 2.2 * (stage.lease(LOCK).usualGapMs ?? Number.NaN) + 5 * SECOND;
    },
  },
  {
    rule: 'flapping',
    what: 'two give it up to each other',
    key: LOCK,
    forMs: 6 * MINUTE,
    set(stage) {
      const holders = ['harmed-b', 'harmed-a', 'harmed-b', 'harmed-a', 'harmed-b'];
      const takenAt = giveAndTake(stage, holders, stage.random.between(45, 60) * SECOND);
      // To b is new; back to a, to b and to a again are three to who had led.
      return () => takenAt(4);
    },
  },
  {
    rule: 'flapping',
    what: 'Pods are replaced again and again',
    key: LOCK,
    forMs: 5 * MINUTE,
    set(stage) {
      const holders = Array.from({ length: 6 }, (_, index) => `harmed-${index}`);
      const takenAt = giveAndTake(stage, holders, stage.random.between(25, 40) * SECOND);
      return () => takenAt(6);
    },
  },
  {
    rule: 'early-takeover',
    what: 'somebody takes it before its duration is over',
    key: LOCK,
    forMs: MINUTE,
    set(stage) {
      const harmed = started(stage);
      stage.at(stage.harmAt, () => harmed.take('harmed-thief'));
      return () => stage.harmAt;
    },
  },
  {
    rule: 'dual-leadership',
    what: 'it is deleted while held, and another one makes it again',
    key: `${LOCK}/`,
    forMs: MINUTE,
    set(stage) {
      const harmed = started(stage);
      const afterMs = stage.random.between(200, 4000);
      stage.at(stage.harmAt, () => harmed.recreate('harmed-b', afterMs));
      return () => stage.harmAt + afterMs;
    },
  },
  {
    rule: 'dual-leadership',
    what: 'it is taken from who still renews it',
    key: `${LOCK}/`,
    forMs: MINUTE,
    set(stage) {
      const harmed = started(stage);
      stage.at(stage.harmAt, () => harmed.take('harmed-thief'));
      return () => stage.harmAt;
    },
  },
  {
    rule: 'headroom-low',
    what: 'every fifth renewal or so comes close to the end',
    key: LOCK,
    forMs: 3 * MINUTE,
    set(stage) {
      const harmed = started(stage);
      const near: number[] = [];
      let renewals = 0;
      stage.at(stage.harmAt, () =>
        harmed.renewEvery(() => {
          renewals += 1;
          if (renewals % 5 !== 0) return 2 * SECOND + stage.random.between(5, 70);
          const gapMs = stage.random.between(9.5, 12.5) * SECOND;
          near.push(stage.now() + gapMs);
          return gapMs;
        }),
      );
      return () => near[2] ?? Number.NaN;
    },
  },
  {
    rule: 'duration-changed',
    what: 'a rollout brings another duration',
    key: LOCK,
    forMs: MINUTE,
    set(stage) {
      const harmed = started(stage);
      stage.at(stage.harmAt, () => harmed.release());
      stage.at(stage.harmAt + 2 * SECOND, () => harmed.take('harmed-b', { L: 30 * SECOND }));
      return () => stage.harmAt + 2 * SECOND;
    },
  },
  {
    rule: 'duration-invalid',
    what: 'it is renewed every 8 s at a duration of 15 s',
    key: LOCK,
    forMs: 3 * MINUTE,
    set(stage) {
      const harmed = stage.holder({ P: 8 * SECOND });
      stage.at(stage.harmAt, () => harmed.start());
      // Its first write begins no gap that was seen to begin; 12 gaps need 13 writes.
      return () => harmed.writes[12]?.at ?? Number.NaN;
    },
  },
  {
    rule: 'holder-gone',
    what: 'its Pod is deleted, and no other one takes it',
    key: LOCK,
    forMs: 2 * MINUTE,
    set(stage) {
      const harmed = started(stage);
      stage.at(stage.harmAt, () => {
        harmed.stop();
        const pod = { identity: harmed.holder(), namespace: 'apps', pod: 'harmed-a', uid: 'u', node: null };
        const goneHolder = { ...pod, seenAt: stage.harmAt };
        stage.know({ about: ({ record }) => (leaseKey(record) === LOCK ? { goneHolder } : {}) });
      });
      return () => overdueAt(stage, harmed.last().at);
    },
  },
  {
    rule: 'former-holder-running',
    what: 'it expires, another one takes it, and the former container runs on',
    key: `${LOCK}/`,
    forMs: 4 * MINUTE,
    set(stage) {
      const harmed = started(stage);
      const from = identity('harmed-a');
      let takenAt = Number.NaN;
      stage.at(stage.harmAt, () => harmed.stop());
      stage.at(stage.harmAt + 15 * SECOND + stage.random.between(0.1, 4) * SECOND, () => {
        harmed.take('harmed-b');
        takenAt = stage.now();
        const pod = { identity: from, namespace: 'apps', pod: 'harmed-a' };
        const formerHolder = { ...pod, isRunning: true, startedAt: stage.startedAt - MINUTE };
        stage.know({ about: ({ record }) => (leaseKey(record) === LOCK ? { formerHolder } : {}) });
      });
      return () => takenAt + 2 * MINUTE;
    },
  },
  {
    rule: 'no-standby',
    what: 'one ready Pod is left for ten minutes',
    key: LOCK,
    forMs: 30 * SECOND,
    set(stage) {
      started(stage);
      const fewSince = stage.harmAt - 10 * MINUTE;
      const owner = { namespace: 'apps', ownerKind: 'ReplicaSet', ownerName: 'harmed' };
      const standbys = { ...owner, pods: 2, ready: 1, fewSince };
      stage.know({ about: ({ record }) => (leaseKey(record) === LOCK ? { standbys } : {}) });
      return () => stage.harmAt;
    },
  },
  {
    rule: 'abandoned',
    what: 'nobody renews it, and its holder does not exist',
    key: LOCK,
    forMs: 30 * SECOND,
    set(stage) {
      const harmed = stage.holder();
      // It is listed as it was written then: an hour before the harm.
      stage.at(stage.startedAt - SECOND, () => harmed.writeAsOf(stage.harmAt - 60 * MINUTE));
      stage.know({ holderExists: ({ record }) => leaseKey(record) !== LOCK });
      return () => (stage.lease(LOCK).lastRenewalAt ?? Number.NaN) + 60 * MINUTE;
    },
  },
];

export const PROVOCATIONS: readonly Provocation[] = [
  ...ELECTION_PROVOCATIONS,
  ...CLOCK_PROVOCATIONS,
  ...CLUSTER_PROVOCATIONS,
];
