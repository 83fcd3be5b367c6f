/** A webhook that takes whatever it is sent, and remembers it. */
import { createServer } from 'node:http';

export type Sink<T> = { url: string; taken: readonly T[]; stop(): Promise<void> };

/** `read`: what there is in one message, as JSON; `at` is when it came, epoch ms. */
export async function startSink<T>(read: (body: string, at: number) => T[]): Promise<Sink<T>> {
  const taken: T[] = [];
  const server = createServer((incoming, response) => {
    let body = '';
    incoming.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    incoming.on('end', () => {
      taken.push(...read(body, Date.now()));
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new TypeError('no port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    taken,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
