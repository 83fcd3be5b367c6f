/**
 * JSON values as YAML for reading and copying. Every string that could be read as anything else is written
 * as a JSON string, which YAML 1.2 (and kubectl's reader) takes as it is; so what is emitted always reads
 * back as what was given.
 */
import { UNSEEN } from '../lease/unseen.ts';

const PLAIN_KEY = /^[A-Za-z_][A-Za-z0-9_./-]*$/;
const PLAIN_VALUE = /^[A-Za-z_/](?:[A-Za-z0-9_./@+=,()-]|[ ](?! |#|$)|:(?=[A-Za-z0-9_./]))*$/;
/** YAML 1.1 readers take these words for booleans or null, and these for infinities. */
const RESERVED = /^(?:y|n|yes|no|true|false|on|off|null|nan|inf)$/i;
/** Deeper than any object of Kubernetes; a value nested further is written as JSON on one line. */
const MAX_DEPTH = 64;

export function toYaml(value: unknown): string {
  return isNested(value) ? `${lines(value, 0).join('\n')}\n` : `${yamlScalar(value)}\n`;
}

function lines(value: object, depth: number): string[] {
  const indent = '  '.repeat(depth);
  const out: string[] = [];
  if (Array.isArray(value)) {
    for (const item of value) {
      if (!isNested(item) || depth >= MAX_DEPTH) {
        out.push(`${indent}- ${yamlScalar(item)}`);
        continue;
      }
      const [first = '', ...rest] = lines(item, depth + 1);
      out.push(`${indent}- ${first.trimStart()}`, ...rest);
    }
    return out;
  }
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    const name = `${indent}${PLAIN_KEY.test(key) && !RESERVED.test(key) ? key : quoted(key)}:`;
    if (!isNested(item) || depth >= MAX_DEPTH) out.push(`${name} ${yamlScalar(item)}`);
    else out.push(name, ...lines(item, Array.isArray(item) ? depth : depth + 1));
  }
  return out;
}

/** An object or list with something in it; `{}` and `[]` are scalars here. */
function isNested(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return Array.isArray(value) ? value.length > 0 : Object.keys(value).length > 0;
}

/** A string bare where every reader takes it for one, else as JSON. */
export function yamlScalar(value: unknown): string {
  if (typeof value === 'string' && PLAIN_VALUE.test(value) && !RESERVED.test(value)) return value;
  return quoted(value);
}

/** As JSON, with what JSON leaves as it is but a reader of YAML takes for a line's end, or nobody could see, escaped too. */
function quoted(value: unknown): string {
  return (JSON.stringify(value) ?? 'null').replace(UNSEEN, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    // Of a pair that stands for one character, as JSON has it, readers of YAML know nothing.
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
}
