/** What is checked before anything runs: each says what is wrong and what would be right, and ends the process with 1. */
import { createServer } from 'node:net';
import { type Config, ConfigError, readConfig } from '../lib/server/config.ts';

export function stop(...lines: string[]): never {
  for (const line of lines) console.error(line);
  process.exit(1);
}

export function configOrStop(env: NodeJS.ProcessEnv): Config {
  try {
    return readConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    stop(error.message, ...error.mistakes.map((mistake) => `  ${mistake}`));
  }
}

/**
 * The port to listen on, 0 replaced by a free one. Listens there for a moment: Next's own message for a taken
 * port is a stack trace, and it takes 0 for 3000.
 */
export function portOrStop({ port, host }: Config): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const other = port === 65_535 ? 3000 : port + 1;
      const reasons: Record<string, string> = {
        EADDRINUSE: `port ${port} is already in use. Stop what listens there, or set PORT to another one, such as ${other}.`,
        EACCES: `port ${port} needs more rights than this user has. Set PORT to one above 1023.`,
        EADDRNOTAVAIL: 'this machine has no such address. Set TENURE_HOST to 127.0.0.1 or 0.0.0.0.',
        ENOTFOUND: 'the name of TENURE_HOST does not resolve. Set it to 127.0.0.1 or 0.0.0.0.',
      };
      stop(`Tenure cannot listen on ${host}:${port}: ${reasons[error.code ?? ''] ?? error.message}`);
    });
    probe.listen(port, host, () => {
      const address = probe.address();
      const actual = typeof address === 'object' && address !== null ? address.port : port;
      probe.close(() => resolve(actual));
    });
  });
}
