/** How many connections are open, overall and from each address, so that none takes all that there are. */
import type { BlockList } from 'node:net';
import { createOpenStreams } from '../stream/open-streams.ts';
import { clientAddress, clientKey, isTrustedPeer } from './client-address.ts';

export type MostConnections = {
  ofAddress: number;
  /** Of a proxy that is trusted, behind which are many. */
  ofProxy: number;
  all: number;
  /** Beyond those, for who asks whether Tenure lives: the kubelet may come by the address that has taken all of its own. */
  spare: number;
};

/** Of a socket, what is needed here. */
export type Connection = {
  remoteAddress?: string | undefined;
  once(event: 'close', listener: () => void): unknown;
  destroy(): unknown;
};

export function createOpenConnections(trusted: BlockList, most: MostConnections) {
  const open = createOpenStreams(most.ofAddress, most.all);
  const spare = new Set<Connection>();
  return {
    /** One more. Of too many spare ones the oldest goes: who only asks whether Tenure lives has been answered by then. */
    add(connection: Connection): void {
      const { remoteAddress } = connection;
      const key = clientKey(clientAddress(remoteAddress, undefined, trusted));
      const ofIts = isTrustedPeer(remoteAddress, trusted) ? most.ofProxy : most.ofAddress;
      if (open.open(key, ofIts) === null) {
        connection.once('close', () => open.release(key));
        return;
      }
      spare.add(connection);
      connection.once('close', () => spare.delete(connection));
      if (spare.size <= most.spare) return;
      const [oldest] = spare;
      if (oldest === undefined) return;
      spare.delete(oldest);
      oldest.destroy();
    },
    isSpare: (connection: Connection): boolean => spare.has(connection),
  };
}
