import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { RULES } from '../../lib/detect/finding.ts';
import { addOffsetSample } from '../../lib/lease/offset.ts';
import { about, everywhere, firing } from '../alert/builders.ts';
import { tracked } from '../server/leases/lease-builders.ts';
import { metricsWorld, NOW } from '../server/metrics/metrics-world.ts';
import { lacksHelm, lacksPromtool, promtoolPath, suiteName } from '../setup/requirements.ts';
import { only, render } from './chart.ts';
import {
  DEPLOY,
  filledIn,
  metricNames,
  readDashboard,
  readRules,
  readRuleTests,
} from './prometheus-files.ts';

/** Everything that there can be, so that each metric has a series. */
async function everyMetric(): Promise<string> {
  const held = tracked({ name: 'a"b\\c\n' }, NOW);
  held.stampMoves = true;
  held.offsets = addOffsetSample(held.offsets, NOW, -400, 0);
  const vacant = Object.assign(tracked({ holder: '' }, NOW), { vacantSince: NOW });
  const { metrics, become } = metricsWorld({
    leases: [held, vacant],
    alerts: [firing(about('l', 'vacant')), firing(everywhere('slow-renewals'))],
  });
  become({ state: 'live', lastEventAt: NOW, provenAt: NOW });
  metrics.streamClosed('gone');
  return metrics.text();
}

function promtool(args: string[], input = ''): { status: number | null; said: string } {
  const { status, stdout, stderr, error } = spawnSync(promtoolPath, args, { input, encoding: 'utf8' });
  if (error !== undefined) throw error;
  return { status, said: `${stdout}${stderr}` };
}

const expressions = (): string[] => {
  const { panels, annotations } = readDashboard();
  const drawn = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
  return [...drawn, ...annotations.list.flatMap(({ expr }) => expr ?? [])].map(filledIn);
};

const page = readFileSync(join(DEPLOY, '../docs/prometheus.md'), 'utf8');
const documented = [...page.matchAll(/^```yaml\n(.*?)^```$/gms)].flatMap(([, body]) => body ?? []);

describe('the page', () => {
  test('names every metric of Tenure, and none that there is not', async () => {
    const exported = [...(await everyMetric()).matchAll(/^# TYPE (tenure_\S+)/gm)].flatMap(
      ([, one]) => one ?? [],
    );
    const named = [...new Set(page.match(/(?<=`)tenure_[a-z0-9_]+\*?/g))];
    const says = (name: string, metric: string): boolean =>
      name.endsWith('*') ? metric.startsWith(name.slice(0, -1)) : metric === name;
    expect(exported.filter((metric) => !named.some((name) => says(name, metric)))).toEqual([]);
    expect(named.filter((name) => !exported.some((metric) => says(name, metric)))).toEqual([]);
  });

  test.skipIf(lacksHelm !== null)('names the Service by its port', () => {
    const { metadata, spec } = only(render(), 'Service');
    const { ports } = spec as { ports: [{ name: string; port: number }] };
    expect(documented[0]).toContain(`[${metadata.name}.${metadata.namespace}.svc:${ports[0].port}]`);
    expect(documented[1]).toContain(`regex: ${metadata.name};${ports[0].name}`);
  });
});

describe('rules and dashboard', () => {
  test('use no metric that is not exported', async () => {
    const exported = new Set([...(await everyMetric()).matchAll(/^# TYPE (\S+)/gm)].map((match) => match[1]));
    const rules = readRules().flatMap((group) => group.rules);
    const recorded = new Set(rules.map(({ record }) => record));
    const used = [...rules.map(({ expr }) => expr), ...expressions()].flatMap(metricNames);
    expect(used.length).toBeGreaterThan(30);
    expect(used.filter((name) => !exported.has(name) && !recorded.has(name))).toEqual([]);
  });

  test('each alert says what is so, what it means, and where to read on', () => {
    const alerts = readRules()
      .flatMap((group) => group.rules)
      .filter(({ alert }) => alert !== undefined);
    expect(alerts.length).toBeGreaterThan(10);
    for (const { alert, annotations = {}, expr } of alerts) {
      expect(Object.keys(annotations), alert).toEqual(['summary', 'description', 'runbook']);
      const named = RULES.filter((rule) => new RegExp(`rule=~?"[^"]*\\b${rule}\\b`).test(expr));
      const pages = annotations.runbook?.includes('{{')
        ? named.map((rule) => `docs/findings/${rule}.md`)
        : [annotations.runbook ?? ''];
      for (const page of pages) expect(existsSync(join(DEPLOY, '..', page)), page).toBe(true);
    }
  });

  test('each alert is tested to fire, and to be silent where all is well', () => {
    const names = readRules().flatMap((group) => group.rules.flatMap(({ alert }) => alert ?? []));
    const [healthy, ...ill] = readRuleTests();
    const fires = new Set(
      ill.flatMap(({ alert_rule_test: tests = [] }) =>
        tests.filter(({ exp_alerts }) => exp_alerts.length > 0).map(({ alertname }) => alertname),
      ),
    );
    const silent = new Set(healthy?.alert_rule_test?.map(({ alertname }) => alertname));
    expect([...fires].sort()).toEqual(names.sort());
    expect([...silent].sort()).toEqual(names.sort());
    expect(healthy?.alert_rule_test?.every(({ exp_alerts }) => exp_alerts.length === 0)).toBe(true);
  });

  test('every rule of Tenure is handed on by exactly one alert', () => {
    const handing = readRules()
      .flatMap((group) => group.rules)
      .filter(({ alert, expr }) => alert !== undefined && expr.includes('tenure_alert_since'));
    for (const rule of RULES) {
      const by = handing.filter(({ expr }) => {
        const [, operator, names = ''] = /rule(=~|!~|=)"([^"]*)"/.exec(expr) ?? [];
        const matches = new RegExp(`^(?:${names})$`).test(rule);
        return operator === '!~' ? !matches : matches;
      });
      expect(
        by.map(({ alert }) => alert),
        rule,
      ).toHaveLength(1);
    }
  });
});

describe('the dashboard', () => {
  const { panels, templating } = readDashboard();

  test('names its panels, and none lies over another', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const { title, gridPos: a, id } of panels) {
      expect(title).not.toBe('');
      expect(a.x + a.w).toBeLessThanOrEqual(24);
      for (const { gridPos: b, id: other } of panels.filter((one) => one.id !== id))
        expect(
          a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y,
          `${id} over ${other}`,
        ).toBe(true);
    }
  });

  test('asks for the data source, and uses no variable that it lacks', () => {
    const known = new Set([...templating.list.map(({ name }) => name), '__rate_interval']);
    const text = JSON.stringify(readDashboard());
    const used = [...text.matchAll(/\$\{?([a-z_]+)\}?/g)].flatMap((match) => match[1] ?? []);
    expect(used).toContain('datasource');
    expect(used.filter((name) => !known.has(name) && name !== '__all')).toEqual([]);
  });
});

describe.skipIf(lacksPromtool !== null)(suiteName('promtool', lacksPromtool), () => {
  test('finds nothing amiss with what is exported', async () => {
    expect(promtool(['check', 'metrics'], await everyMetric())).toEqual({ status: 0, said: '' });
  });

  test('takes what is documented to be scraped', () => {
    const [one = '', discovered = '', token = ''] = documented;
    // Debian's is built without Kubernetes.
    const several = discovered.replace(/^ {4}kubernetes_sd_configs:\n( {6}.*\n)+/m, '');
    expect(several).not.toBe(discovered);
    const folder = mkdtempSync(join(tmpdir(), 'tenure-scraped-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const text of [one, several, one + token, several + token]) {
      writeFileSync(join(folder, 'prometheus.yaml'), text);
      const args = ['check', 'config', '--syntax-only', join(folder, 'prometheus.yaml')];
      expect(promtool(args).said).toContain('SUCCESS');
    }
  });

  test('takes the rules, and their tests pass', () => {
    expect(promtool(['check', 'rules', join(DEPLOY, 'prometheus/rules.yaml')]).said).toContain('SUCCESS');
    const { status, said } = promtool(['test', 'rules', join(DEPLOY, 'prometheus/rules.test.yaml')]);
    expect(status, said).toBe(0);
  });

  test('takes every expression of the dashboard', () => {
    const rules = expressions().map((expr, index) => ({ record: `dashboard:${index}`, expr }));
    const folder = mkdtempSync(join(tmpdir(), 'tenure-dashboard-'));
    const file = join(folder, 'rules.json');
    writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules }] }));
    const { status, said } = promtool(['check', 'rules', file]);
    rmSync(folder, { recursive: true });
    expect(status, said).toBe(0);
  });
});
