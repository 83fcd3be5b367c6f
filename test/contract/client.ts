/** A plain client of either server: it adds nothing to an answer and takes nothing away. */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { until } from '../setup/process.ts';

export type Json = { [field: string]: unknown };

export type Answer = {
  status: number;
  header(name: string): string;
  text: string;
  /** The body as an object; throws when it is none. */
  json: Json;
};

export type WatchEvent = { type: string; object: Json };

export type Watching = {
  status: number;
  events: WatchEvent[];
  /** The first event, of those seen and those to come, that it holds for. */
  see(what: string, holds: (event: WatchEvent) => boolean): Promise<WatchEvent>;
  ended: Promise<void>;
  close(): void;
};

export type Asked = {
  body?: unknown;
  token?: string | null;
  contentType?: string;
  userAgent?: string;
  accept?: string;
};

export type Client = {
  ask(method: string, path: string, asked?: Asked): Promise<Answer>;
  watch(path: string, token?: string): Promise<Watching>;
};

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What stands at a path of fields; undefined when there is nothing. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  let here = value;
  for (const part of path)
    here = typeof here === 'object' && here !== null ? Reflect.get(here, part) : undefined;
  return here;
}

export function textAt(value: unknown, ...path: (string | number)[]): string {
  const found = at(value, ...path);
  if (typeof found !== 'string') throw new Error(`no text at ${path.join('.')} of ${JSON.stringify(value)}`);
  return found;
}

export function listAt(value: unknown, ...path: (string | number)[]): unknown[] {
  const found = at(value, ...path);
  if (!Array.isArray(found)) throw new Error(`no list at ${path.join('.')} of ${JSON.stringify(value)}`);
  return found;
}

export function createClient(base: string, defaultToken: string): Client {
  const secure = new Agent({ rejectUnauthorized: false, keepAlive: false });
  const send = (method: string, path: string, asked: Asked): Promise<IncomingMessage> => {
    const token = asked.token === undefined ? defaultToken : asked.token;
    const headers = {
      'user-agent': asked.userAgent ?? 'contract/1.0',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(asked.accept === undefined ? {} : { accept: asked.accept }),
      ...(asked.body === undefined ? {} : { 'content-type': asked.contentType ?? 'application/json' }),
    };
    const options = { method, headers };
    return new Promise((resolve, reject) => {
      const asking = base.startsWith('https:')
        ? httpsRequest(base + path, { ...options, agent: secure }, resolve)
        : httpRequest(base + path, options, resolve);
      asking.on('error', reject);
      asking.end(
        asked.body === undefined
          ? undefined
          : typeof asked.body === 'string'
            ? asked.body
            : JSON.stringify(asked.body),
      );
    });
  };
  return {
    async ask(method, path, asked = {}) {
      const answer = await send(method, path, asked);
      let text = '';
      answer.setEncoding('utf8');
      for await (const chunk of answer) text += String(chunk);
      return {
        status: answer.statusCode ?? 0,
        header: (name) => String(answer.headers[name] ?? ''),
        text,
        get json() {
          const parsed: unknown = JSON.parse(text);
          if (!isJson(parsed)) throw new Error(`not an object: ${text}`);
          return parsed;
        },
      };
    },
    async watch(path, token = defaultToken) {
      const answer = await send('GET', path, { token });
      const events: WatchEvent[] = [];
      let rest = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          const parsed: unknown = JSON.parse(line);
          const object = at(parsed, 'object');
          events.push({ type: textAt(parsed, 'type'), object: isJson(object) ? object : {} });
        }
      });
      answer.on('error', () => answer.destroy());
      const ended = new Promise<void>((resolve) => answer.on('close', () => resolve()));
      return {
        status: answer.statusCode ?? 0,
        events,
        see: (what, holds) => until(what, () => events.find(holds) ?? null, 10_000),
        ended,
        close: () => answer.destroy(),
      };
    },
  };
}
