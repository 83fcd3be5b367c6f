/** `POST /simulator/faults`: one fault, or a list of them, as JSON. `GET /simulator/state` says what is held by whom. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Fault, FaultError } from '../faults.ts';
import { readBody } from './write.ts';

const KNOWN = {
  crash: ['lease'],
  release: ['lease'],
  evict: ['lease', 'forMs'],
  partition: ['lease', 'forMs'],
  pause: ['lease', 'forMs'],
  'scale-to-zero': ['lease', 'forMs'],
  steal: ['lease'],
  delete: ['lease'],
  silence: ['node', 'forMs'],
  skew: ['node', 'ms'],
  slow: ['ms', 'forMs'],
  stall: ['forMs'],
  'server-clock': ['ms'],
  compact: [],
  refuse: [],
  reset: [],
  'stall-watches': [],
  respond: ['status'],
  'watch-error': ['status'],
  'cut-line': [],
  'end-watches': [],
  'slow-responses': ['ms'],
  grant: ['user', 'resources'],
  revoke: ['user', 'resources'],
  clear: [],
} as const satisfies Record<Fault['do'], readonly string[]>;

function isFault(value: unknown): value is Fault {
  if (typeof value !== 'object' || value === null) throw new FaultError('a fault is a JSON object with "do"');
  const name: unknown = Reflect.get(value, 'do');
  const needed = Object.entries(KNOWN).find(([known]) => known === name)?.[1];
  if (needed === undefined) throw new FaultError(`"do" must be one of ${Object.keys(KNOWN).join(', ')}`);
  for (const field of needed) {
    const given: unknown = Reflect.get(value, field);
    const right =
      field === 'resources'
        ? Array.isArray(given)
        : typeof given === (field === 'lease' || field === 'node' || field === 'user' ? 'string' : 'number');
    if (!right)
      throw new FaultError(`"${String(name)}" needs ${needed.map((one) => `"${one}"`).join(' and ')}`);
  }
  return true;
}

/** Decodes one fault, or throws FaultError saying what would be right. */
export function parseFault(value: unknown): Fault {
  if (isFault(value)) return value;
  throw new FaultError('not a fault');
}

/** Faults that cut connections cut the one that asked for them too, unless it came by the control port. */
export function createControl(inject: (fault: Fault) => Promise<void>, state: () => object) {
  const reply = (outgoing: ServerResponse, status: number, body: object) => {
    outgoing.writeHead(status, { 'content-type': 'application/json' });
    outgoing.end(`${JSON.stringify(body)}\n`);
  };
  return async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    if (incoming.method === 'GET') {
      reply(outgoing, 200, state());
      return;
    }
    try {
      const parsed: unknown = JSON.parse(await readBody(incoming));
      const faults = (Array.isArray(parsed) ? parsed : [parsed]).map(parseFault);
      for (const fault of faults) await inject(fault);
      reply(outgoing, 202, { accepted: faults.length });
    } catch (error) {
      const message = error instanceof Error ? error.message : 'not JSON';
      reply(outgoing, 400, { error: { code: 'invalid_fault', message } });
    }
  };
}
