/** The files of deploy/ that speak of metrics, read for tests. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';

export const DEPLOY = join(import.meta.dirname, '../../deploy');

export type Rule = {
  record?: string;
  alert?: string;
  expr: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
};
export type RuleGroup = { name: string; rules: Rule[] };
export type Target = { expr: string; refId: string };
export type Panel = {
  id: number;
  type: string;
  title: string;
  description?: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: Target[];
};
export type Dashboard = {
  uid: string;
  title: string;
  panels: Panel[];
  templating: { list: { name: string; type: string; query: unknown }[] };
  annotations: { list: { expr?: string }[] };
};
export type RuleTests = {
  tests: { name: string; alert_rule_test?: { alertname: string; exp_alerts: unknown[] }[] }[];
};

/** What a file holds is said by whoever reads it; promtool and the tests check it. */
export function readRules(): RuleGroup[] {
  return (load(readFileSync(join(DEPLOY, 'prometheus/rules.yaml'), 'utf8')) as { groups: RuleGroup[] })
    .groups;
}

export function readRuleTests(): RuleTests['tests'] {
  return (load(readFileSync(join(DEPLOY, 'prometheus/rules.test.yaml'), 'utf8')) as RuleTests).tests;
}

export function readDashboard(): Dashboard {
  return JSON.parse(readFileSync(join(DEPLOY, 'grafana/tenure.json'), 'utf8')) as Dashboard;
}

/** As Grafana fills an expression in before Prometheus sees it. */
export function filledIn(expr: string): string {
  return expr.replaceAll('$__rate_interval', '1m').replace(/\$\w+/g, '.*');
}

/** Names of metrics in an expression; those of recording rules have a colon. */
export function metricNames(expr: string): string[] {
  const bare = expr.replace(/"[^"]*"/g, '""');
  return [...new Set(bare.match(/\b(?:tenure|process|nodejs)[a-z0-9_:]+/g) ?? [])];
}
