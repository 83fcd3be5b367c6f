/** The command line of the simulator. */
export type Arguments = {
  port: number;
  seed: number;
  load: { nodes: number; elections: number } | null;
  handoversPerSecond: number;
  writeKubeconfig: string | null;
  context: string;
  story: boolean;
};

export class ArgumentError extends Error {
  readonly code = 'invalid_argument';
  constructor(message: string) {
    super(message);
    this.name = 'ArgumentError';
  }
}

export const USAGE =
  'node lib/simulator/main.ts [--port N] [--seed N] [--load NODES,ELECTIONS] [--handovers-per-second X] [--write-kubeconfig FILE] [--context NAME] [--no-story]';

function number(name: string, text: string | undefined, whole: boolean): number {
  const value = Number(text);
  if (
    text === undefined ||
    text === '' ||
    !Number.isFinite(value) ||
    value < 0 ||
    (whole && !Number.isInteger(value))
  ) {
    throw new ArgumentError(`${name} needs a ${whole ? 'whole ' : ''}number from 0 up, not "${text ?? ''}"`);
  }
  return value;
}

export function parseArguments(words: readonly string[]): Arguments {
  const out: Arguments = {
    port: 0,
    seed: 1,
    load: null,
    handoversPerSecond: 0,
    writeKubeconfig: null,
    context: 'demo',
    story: true,
  };
  for (let i = 0; i < words.length; i++) {
    const name = words[i] ?? '';
    const value = words[i + 1];
    if (name === '--no-story') {
      out.story = false;
      continue;
    }
    i++;
    if (name === '--port') out.port = number(name, value, true);
    else if (name === '--seed') out.seed = number(name, value, true);
    else if (name === '--handovers-per-second') out.handoversPerSecond = number(name, value, false);
    else if (name === '--write-kubeconfig' && value !== undefined) out.writeKubeconfig = value;
    else if (name === '--context' && value !== undefined) out.context = value;
    else if (name === '--load') {
      const [nodes, elections] = (value ?? '').split(',');
      out.load = {
        nodes: number('--load NODES', nodes, true),
        elections: number('--load ELECTIONS', elections, true),
      };
    } else throw new ArgumentError(`unknown argument "${name}"; usage: ${USAGE}`);
  }
  return out;
}
