/** YAML with the line of everything in it, so that a mistake can be found. Aliases are refused: they may be a bomb. */
import {
  CORE_SCHEMA,
  constructFromEvents,
  EVENT_ID,
  getScalarValue,
  parseEvents,
  YAMLException,
} from 'js-yaml';

export type YamlPath = readonly PropertyKey[];
export type YamlMistake = { line: number; path: YamlPath; message: string };
export type YamlRead =
  | { type: 'read'; value: unknown; lineOf: (path: YamlPath) => number; duplicates: YamlMistake[] }
  | { type: 'refused'; mistake: YamlMistake };

/** What a tag is called, for one, is repeated whole. */
const LONGEST_REASON = 120;
/** Some three times what a hundred overrides need: many short ones take longer to read than a few long ones. */
const MOST_EVENTS = 10_000;
/** No rule stands deeper, and no key that is known is longer: what is costs nothing but the exact line of a mistake. */
const DEEPEST_PLACE = 6;
const LONGEST_KEY = 100;

type Events = ReturnType<typeof parseEvents>;

/** Total: whatever `text` is, it answers. Nothing but comments is read as null. */
export function readYaml(text: string): YamlRead {
  try {
    const events = parseEvents(text, {});
    if (events.length > MOST_EVENTS) return refused(1, 'holds far more keys and values than any rules need');
    // Of a key that is there twice both places are told below; nothing else would be, by the exception.
    const documents = constructFromEvents(events, {
      source: text,
      schema: CORE_SCHEMA,
      maxAliases: 0,
      json: true,
    });
    const places = placesOf(events, text);
    const line = lineCounter(text);
    const second = places.documents[1];
    if (documents.length > 1)
      return refused(
        line(second ?? 0),
        'there is a second document; one file holds one ("---" once at most)',
      );
    return {
      type: 'read',
      value: documents[0] ?? null,
      lineOf: (path) => line(offsetOf(places.values, path)),
      duplicates: places.duplicates.map(({ path, at }) => ({
        ...{ path, line: line(at) },
        message: 'is given twice; leave one of them',
      })),
    };
  } catch (error) {
    if (error instanceof YAMLException) return refused((error.mark?.line ?? 0) + 1, reasonOf(error, text));
    return refused(1, error instanceof Error ? error.message : String(error));
  }
}

function refused(line: number, message: string): YamlRead {
  return { type: 'refused', mistake: { line, path: [], message } };
}

function reasonOf({ reason, mark }: YAMLException, text: string): string {
  if (reason.includes('maxAliases')) return 'aliases (*name) are not read; write the value itself';
  if (isTabbed(text, (mark?.line ?? 0) + 1)) return 'is indented by a tab; YAML is indented by spaces';
  return `is not YAML: ${reason.slice(0, LONGEST_REASON).replace(/[\p{Cf}\u2028\u2029]/gu, '?')}`;
}

type Open = { path: YamlPath; key: string | null; index: number; seen: Set<string> | null };
type Places = {
  values: ReadonlyMap<string, number>;
  documents: number[];
  duplicates: { path: YamlPath; at: number }[];
};

/** Where each key stands, and each item of a list: offsets in the text, by path. */
function placesOf(events: Events, text: string): Places {
  const values = new Map<string, number>();
  const documents: number[] = [];
  const duplicates: Places['duplicates'] = [];
  const open: Open[] = [];

  /** The path of what comes now; in a mapping the key was read before. */
  function pathOfNext(at: number): YamlPath {
    const parent = open.at(-1);
    if (parent === undefined) {
      documents.push(at);
      return [];
    }
    if (parent.seen === null) {
      const path = [...parent.path, parent.index++];
      values.set(keyOf(path), at);
      return path;
    }
    const path = [...parent.path, parent.key ?? ''];
    parent.key = null;
    return path;
  }

  for (const event of events) {
    if (event.type === EVENT_ID.DOCUMENT) open.length = 0;
    else if (event.type === EVENT_ID.POP) open.pop();
    else if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) {
      const path = pathOfNext(event.start);
      const seen = event.type === EVENT_ID.MAPPING ? new Set<string>() : null;
      open.push({ path, key: null, index: 0, seen });
    } else if (event.type === EVENT_ID.SCALAR) {
      const parent = open.at(-1);
      if (parent === undefined || parent.seen === null || parent.key !== null) {
        pathOfNext(event.valueStart);
        continue;
      }
      const key = getScalarValue(text, event);
      const path = [...parent.path, key];
      if (parent.seen.has(key)) duplicates.push({ path, at: event.valueStart });
      else values.set(keyOf(path), event.valueStart);
      parent.seen.add(key);
      parent.key = key;
    }
  }
  return { values, documents, duplicates };
}

/** Of what is not there: of what it would be in. */
function offsetOf(values: Places['values'], path: YamlPath): number {
  for (let length = path.length; length > 0; length--) {
    const at = values.get(keyOf(path.slice(0, length)));
    if (at !== undefined) return Math.max(0, at);
  }
  return 0;
}

function keyOf(path: YamlPath): string {
  return JSON.stringify(path.slice(0, DEEPEST_PLACE).map((part) => String(part).slice(0, LONGEST_KEY)));
}

/** The line, from 1, of an offset: asked for each of what may be as many mistakes as there are lines. */
function lineCounter(text: string): (offset: number) => number {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n|\r|\n/g)) starts.push(index + end.length);
  return (offset) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}

/** A tab is the usual reason, and what is said of it sounds like another. */
function isTabbed(text: string, line: number): boolean {
  return /^ *\t/.test(text.split(/\r\n|\r|\n/)[line - 1] ?? '');
}
