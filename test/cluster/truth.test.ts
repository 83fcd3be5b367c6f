/**
 * Twenty elections of real client-go electors on a real API server, under random faults for two minutes: what
 * Tenure tells of them is held against the record of every accepted write. None lost, none invented, and the
 * cause of each.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Handover } from '../../lib/lease/handover.ts';
import { type Program, until } from '../setup/process.ts';
import { lacksElectors, suiteName } from '../setup/requirements.ts';
import { ELECTIONS, keyOf, scenario, WATCHED_FOR_MS } from './elections.ts';
import { type ControlPlane, startControlPlane } from './envtest.ts';
import { startTenure, type Tenure } from './tenure.ts';
import { type Expected, expectedHandovers, parseTruth, type Truth, upTo } from './truth.ts';

/** Fixed, so that the same faults come in the same order; what they lead to differs from run to run anyway. */
const SEED = 20;

describe.skipIf(lacksElectors !== null)(
  suiteName('twenty elections under random faults', lacksElectors),
  () => {
    const directory = mkdtempSync(join(tmpdir(), 'tenure-truth-'));
    const truthFile = join(directory, 'truth.jsonl');
    let plane: ControlPlane | null = null;
    let elector: Program | null = null;
    let tenure: Tenure | null = null;
    let truth: Truth | null = null;
    let told: Handover[] = [];

    const of = (key: string): { expected: Expected[]; got: Handover[]; heldAtEnd: boolean } => {
      const writes = upTo(truth?.writes.get(key) ?? [], tenure?.versions.get(key) ?? '') ?? [];
      const durationMs = (ELECTIONS.find((one) => keyOf(one) === key)?.durationSeconds ?? 0) * 1_000;
      const last = writes.at(-1);
      return {
        expected: expectedHandovers(writes, durationMs),
        got: told.filter((one) => keyOf(one) === key),
        heldAtEnd: last !== undefined && last.event !== 'DELETED' && last.holder !== '',
      };
    };

    beforeAll(async () => {
      plane = await startControlPlane();
      tenure = startTenure(plane.adminKubeconfig);
      await tenure.waitFor('live');
      const scenarioFile = join(directory, 'scenario.json');
      writeFileSync(scenarioFile, JSON.stringify(scenario(SEED)));
      const electors = plane.startElectors(scenarioFile, truthFile);
      if (electors === null) throw new Error('the elector is missing');
      elector = electors;
      const watched = tenure;
      const record = (): Truth => parseTruth(readFileSync(truthFile, 'utf8'));
      await until(
        'the elections to have been watched long enough',
        () => {
          const began = record().startedAt;
          return began !== null && Date.now() - began >= WATCHED_FOR_MS ? true : null;
        },
        WATCHED_FOR_MS + 30_000,
      );
      await tenure.stop();
      // The recorder's watch may be a little behind Tenure's: it is heard out to the last version that was seen.
      truth = await until('the record to have what Tenure saw', () => {
        const now = record();
        const complete = ELECTIONS.every((one) => {
          const version = watched.versions.get(keyOf(one));
          return version !== undefined && upTo(now.writes.get(keyOf(one)) ?? [], version) !== null;
        });
        return complete ? now : null;
      });
      told = watched.handovers();
      electors.write('{"do":"end"}');
      await electors.ended;
    }, WATCHED_FOR_MS + 120_000);

    afterAll(async () => {
      await tenure?.stop();
      await elector?.stop();
      await plane?.stop();
      rmSync(directory, { recursive: true, force: true });
    });

    it('has a record without holes, and a watch without a break', () => {
      expect(truth?.holes).toBe(0);
      expect(tenure?.feedStates()).toEqual(['syncing', 'live']);
    });

    it.each(ELECTIONS.map(keyOf))('%s: every handover, in order, from whom to whom, and why', (key) => {
      const { expected, got, heldAtEnd } = of(key);
      const completed = got.filter((one) => one.to !== null);
      const cause = (one: Handover, index: number): string =>
        expected[index]?.causes.includes(one.cause) === true
          ? (expected[index]?.causes.join(' or ') ?? '')
          : one.cause;
      expect(completed.map((one, index) => `${one.from} → ${one.to}: ${cause(one, index)}`)).toEqual(
        expected.map(({ from, to, causes }) => `${from} → ${to}: ${causes.join(' or ')}`),
      );
      // A vacancy at the very end is the only handover that may wait for its completion.
      expect(got.filter((one) => one.to === null)).toHaveLength(heldAtEnd || got.length === 0 ? 0 : 1);
    });

    it('has seen enough of every cause for that to mean something', () => {
      const certain = ELECTIONS.flatMap((one) => of(keyOf(one)).expected).filter(
        ({ causes }) => causes.length === 1,
      );
      const count = (cause: string): number => certain.filter(({ causes }) => causes[0] === cause).length;
      for (const cause of ['expiry', 'release', 'early', 'recreated']) {
        expect(count(cause), `handovers by ${cause}`).toBeGreaterThanOrEqual(3);
      }
      expect(count('first')).toBe(ELECTIONS.length);
    });

    it('tells nothing of heartbeats, and nothing of what it did not watch', () => {
      const known = new Set(ELECTIONS.map(keyOf));
      expect(told.filter((one) => !known.has(keyOf(one)))).toEqual([]);
      expect(told.filter((one) => one.cause === 'unseen')).toEqual([]);
      expect(new Set(told.map((one) => one.id)).size).toBe(told.length);
    });
  },
);
