/** Real electors on a real API server, each harmed in its way: what is told of them, and why it is so. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Alert } from '../../lib/alert/alert.ts';
import type { Rule } from '../../lib/detect/finding.ts';
import type { Runtime } from '../../lib/server/runtime.ts';
import { until } from '../setup/process.ts';
import { lacksElectors, suiteName } from '../setup/requirements.ts';
import { type ControlPlane, startControlPlane } from './envtest.ts';
import { CALM, key, OTHER_SCENARIO, SCENARIO, SLOW_FROM_MS } from './findings-scenario.ts';
import { startTenureRuntime } from './tenure-runtime.ts';

/** Of one rule, about one Lease. */
type Wanted = { rule: Rule; lease: string };
const HARMED: readonly Wanted[] = [
  { rule: 'expired-but-held', lease: key('expired') },
  { rule: 'vacant', lease: key('vacant') },
  { rule: 'flapping', lease: key('releasing') },
  { rule: 'flapping', lease: key('crashing') },
  { rule: 'early-takeover', lease: key('stolen') },
  { rule: 'dual-leadership', lease: key('stolen') },
  { rule: 'dual-leadership', lease: key('deleted') },
  { rule: 'headroom-low', lease: key('near') },
  { rule: 'duration-changed', lease: key('changed') },
  { rule: 'duration-invalid', lease: key('invalid') },
];

const leaseOf = ({ finding: { subject } }: Alert): string => `${subject.namespace}/${subject.name}`;

describe.skipIf(lacksElectors !== null)(suiteName('what is found of real electors', lacksElectors), () => {
  const directory = mkdtempSync(join(tmpdir(), 'tenure-findings-'));
  let plane: ControlPlane | null = null;
  let tenure: Runtime | null = null;
  /** All that fired, as it was told last; before everything was slow, and after. */
  const harmed = new Map<string, Alert>();
  const slowed = new Map<string, Alert>();

  const startElectors = (name: string, scenario: unknown): void => {
    const file = join(directory, `${name}.json`);
    writeFileSync(file, JSON.stringify(scenario));
    if (plane?.startElectors(file, join(directory, `${name}.jsonl`)) === null)
      throw new Error('the elector is missing');
  };
  const found = ({ rule, lease }: Wanted): Alert => {
    const alert = [...harmed.values()].find((one) => one.finding.rule === rule && leaseOf(one) === lease);
    if (alert === undefined) throw new Error(`no ${rule} of ${lease}`);
    return alert;
  };

  beforeAll(async () => {
    plane = await startControlPlane();
    const watching = startTenureRuntime(plane.adminKubeconfig);
    tenure = watching;
    await until('the feed to be live', () => (watching.status().feed.state === 'live' ? true : null), 30_000);
    startElectors('harmed', SCENARIO);
    const began = performance.now();
    await until('all to elect', () => (watching.lease('findings', 'changed')?.holder ? true : null), 20_000);
    startElectors('other', OTHER_SCENARIO);
    const look = (into: Map<string, Alert>): void => {
      for (const alert of watching.alerts.all()) if (alert.state !== 'pending') into.set(alert.id, alert);
    };
    const harm = (): true | null => {
      look(harmed);
      return performance.now() - began >= SLOW_FROM_MS ? true : null;
    };
    await until('all the harm to be done', harm, SLOW_FROM_MS + 10_000);
    const slow = (): true | null => {
      look(slowed);
      return [...slowed.values()].some(({ finding }) => finding.rule === 'slow-renewals') ? true : null;
    };
    await until('it to be told that all are slow', slow, 40_000);
  }, 200_000);

  afterAll(async () => {
    await tenure?.stop();
    await plane?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it.each(HARMED)('$rule of $lease', (wanted) => {
    expect(found(wanted).finding).toMatchObject({ rule: wanted.rule });
  });

  it('says why', () => {
    const evidence = (rule: Rule, name: string) => found({ rule, lease: key(name) }).finding.evidence;
    expect(evidence('expired-but-held', 'expired')).toMatchObject({ durationMs: 3000, ageCertain: true });
    expect(evidence('vacant', 'vacant')).toMatchObject({
      previousHolder: expect.stringMatching(/^vacant-0_/),
    });
    expect(evidence('flapping', 'releasing')).toMatchObject({ kind: 'releasing' });
    expect(evidence('flapping', 'crashing')).toMatchObject({ kind: 'crashing' });
    expect(evidence('early-takeover', 'stolen')).toMatchObject({
      from: expect.stringMatching(/^stolen-\d_/),
      to: expect.stringMatching(/^thief-/),
      durationMs: 15_000,
    });
    expect(evidence('dual-leadership', 'stolen')).toMatchObject({ cause: 'early' });
    expect(evidence('dual-leadership', 'deleted')).toMatchObject({ cause: 'recreated' });
    expect(Number(evidence('headroom-low', 'near').maxGapMs)).toBeGreaterThan(4800);
    expect(evidence('duration-changed', 'changed')).toMatchObject({
      durationBeforeMs: 4000,
      durationMs: 8000,
    });
    expect(evidence('duration-invalid', 'invalid')).toMatchObject({ durationMs: 5000 });
  });

  it('finds nothing else, and nothing of those that are left in peace', () => {
    const isWanted = (alert: Alert) =>
      HARMED.some(({ rule, lease }) => rule === alert.finding.rule && lease === leaseOf(alert));
    const others = [...harmed.values()].filter((alert) => !isWanted(alert));
    expect(others.map(({ fingerprint, finding }) => `${fingerprint}: ${finding.summary}`)).toEqual([]);
    expect([...harmed.values()].filter((alert) => CALM.map(key).includes(leaseOf(alert)))).toEqual([]);
  });

  it('slow requests of all are one root, whose cause is the API server', () => {
    const slow = [...slowed.values()].find(({ finding }) => finding.rule === 'slow-renewals');
    expect(slow?.finding).toMatchObject({ key: 'cluster', evidence: { factor: 'all' } });
  });
});
