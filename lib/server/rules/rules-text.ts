/** The text of a rules file made into settings, or refused with all of its mistakes. Pure: whatever it is, it answers. */
import type { LeaseOverride } from '../../alert/lease-settings.ts';
import { DEFAULT_RULE_SETTINGS, type RuleSettings } from '../../alert/rule-settings.ts';
import { RULES, type Rule } from '../../detect/finding.ts';
import { limitsOf } from '../../detect/rule-limits.ts';
import { suggestion } from '../api/suggestion.ts';
import { contradictions, GENERAL_KEYS, OVERRIDABLE, RulesFileSchema, withRules } from './rules-schema.ts';
import { shown } from './rules-values.ts';
import { readYaml, type YamlPath } from './rules-yaml.ts';

type GivenSettings = { type: 'settings'; all: RuleSettings; overrides: LeaseOverride[] };
export type RulesRead =
  | GivenSettings
  /** Sentences, each with its line and what would be right. */
  | { type: 'mistakes'; mistakes: string[] };

/** More than anybody mends at once. */
const MOST_MISTAKES = 20;
/** A word that is longer is no slip of one that is known. */
const LONGEST_WORD = 40;

type Mistake = { path: YamlPath; message: string };

export function readRules(text: string): RulesRead {
  const yaml = readYaml(text);
  if (yaml.type === 'refused') return { type: 'mistakes', mistakes: [sentence(yaml.mistake)] };
  const read = settingsOf(yaml.value ?? {});
  if (read.type === 'settings' && yaml.duplicates.length === 0) return read;
  const found = read.type === 'settings' ? { mistakes: [], more: 0 } : read;
  const placed = found.mistakes.map((one) => ({ ...one, line: yaml.lineOf(one.path) }));
  const all = [...yaml.duplicates, ...placed].sort((a, b) => a.line - b.line);
  const told = all.slice(0, MOST_MISTAKES).map(sentence);
  const left = all.length + found.more - told.length;
  return { type: 'mistakes', mistakes: left === 0 ? told : [...told, `And ${left} more.`] };
}

/** What a parsed file says. Also total: `given` may be anything. `more`: mistakes that are not told one by one. */
export function settingsOf(
  given: unknown,
): GivenSettings | { type: 'mistakes'; mistakes: Mistake[]; more: number } {
  const parsed = RulesFileSchema.safeParse(given);
  if (!parsed.success) return { type: 'mistakes', ...mistakesOf(parsed.error.issues) };
  const { rules, overrides } = parsed.data;
  const all = withRules(DEFAULT_RULE_SETTINGS, rules);
  const resolved = (overrides ?? []).map(({ match, rules: own }): LeaseOverride => {
    const { class: leaseClass = null, namespace = null, name = null } = match;
    return { match: { class: leaseClass, namespace, name }, settings: withRules(all, own) };
  });
  const wrong = contradicted(all, ['rules']);
  // What is wrong for all is told once.
  const mistakes =
    wrong.length > 0
      ? wrong
      : resolved.flatMap(({ settings }, index) => contradicted(settings, ['overrides', index, 'rules']));
  if (mistakes.length > 0) return { type: 'mistakes', mistakes, more: 0 };
  return { type: 'settings', all, overrides: resolved };
}

function contradicted(settings: RuleSettings, under: YamlPath): Mistake[] {
  return contradictions(settings).map(({ rule, name, message }) => ({
    path: [...under, rule, name],
    message,
  }));
}

type Issue = {
  code?: string;
  path: PropertyKey[];
  message: string;
  keys?: string[];
  expected?: string;
  input?: unknown;
};

/** The first of them: there may be as many as there are lines. */
function mistakesOf(issues: readonly Issue[]): { mistakes: Mistake[]; more: number } {
  const mistakes: Mistake[] = [];
  let total = 0;
  for (const issue of issues) {
    const { code, path, keys = [] } = issue;
    total += code === 'unrecognized_keys' ? keys.length : 1;
    const room = MOST_MISTAKES - mistakes.length;
    if (code !== 'unrecognized_keys') mistakes.push(...[{ path, message: messageOf(issue) }].slice(0, room));
    else
      for (const key of keys.slice(0, room))
        mistakes.push({ path: [...path, key], message: unknownKey(key, path) });
  }
  return { mistakes, more: total - mistakes.length };
}

/** Of zod's own messages only those about what holds other things are left. */
function messageOf({ code, expected, message }: Issue): string {
  if (code !== 'invalid_type' || !message.startsWith('Invalid')) return message;
  return expected === 'array' ? 'is not a list' : 'is not a mapping of names to values';
}

function unknownKey(key: string, path: YamlPath): string {
  const known = knownKeys(path);
  const near = key.length > LONGEST_WORD ? null : suggestion(key, known);
  return near === null
    ? `there is no such key here; there are ${known.join(', ')}`
    : `there is no such key here; did you mean ${near}?`;
}

function knownKeys(path: YamlPath): readonly string[] {
  const [top, ...rest] = path[0] === 'overrides' ? path.slice(2) : path;
  if (path[0] === 'overrides' && top === undefined) return ['match', 'rules'];
  if (top === undefined) return ['rules', 'overrides'];
  if (top === 'match') return ['class', 'namespace', 'name'];
  const [rule] = rest;
  if (rule === undefined) return path[0] === 'overrides' ? OVERRIDABLE : RULES;
  const found: Rule | undefined = RULES.find((one) => one === rule);
  return [...GENERAL_KEYS, ...(found === undefined ? [] : limitsOf(found).map(({ name }) => name))];
}

function sentence({ line, path, message }: Mistake & { line: number }): string {
  let where = '';
  for (const part of path) where += typeof part === 'number' ? `[${part}]` : `.${shortened(String(part))}`;
  const what = where === '' ? message : `${where.replace(/^\./, '')}: ${message}`;
  return `Line ${line}: ${what}${message.endsWith('?') ? '' : '.'}`;
}

function shortened(part: string): string {
  return part.length <= LONGEST_WORD && /^[\w-]+$/.test(part) ? part : shown(part);
}
