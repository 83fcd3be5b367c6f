/**
 * The lock of the one replica that tells people, on a PostgreSQL session of its own. It is held for as long as that
 * session answers; a node that is lost, and a process that is paused, lose it within seconds.
 */
import { randomUUID } from 'node:crypto';
import pg from 'pg';

const CONNECT_MS = 2000;
const ANSWER_MS = 2000;
/** A process that is paused keeps its connection: the server ends it when nothing was asked for so long. */
const QUIET_MS = 3000;
const QUIET_SINCE_VERSION = 140_000;

export type SenderLock = {
  /** Takes the lock of this cluster, or proves that it is held; names the session. Null: another one holds it. */
  hold(clusterId: number): Promise<string | null>;
  release(): Promise<void>;
};

type Session = { client: pg.Client; name: string; holds: number | null };

export function createSenderLock(url: string): SenderLock {
  let session: Session | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let released = false;

  async function connect(): Promise<Session> {
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: ANSWER_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: 1000,
      application_name: 'tenure sender',
    });
    const next: Session = { client, name: randomUUID(), holds: null };
    const gone = (): void => {
      if (session === next) session = null;
    };
    client.on('error', gone);
    client.on('end', gone);
    try {
      await client.connect();
      await client.query(
        `set tcp_keepalives_idle = 1; set tcp_keepalives_interval = 1; set tcp_keepalives_count = 2;
        set tcp_user_timeout = ${QUIET_MS}`,
      );
      const { rows } = await client.query<{ version: number }>(
        "select current_setting('server_version_num')::int as version",
      );
      if ((rows[0]?.version ?? 0) >= QUIET_SINCE_VERSION)
        await client.query(`set idle_session_timeout = ${QUIET_MS}`);
    } catch (error) {
      await client.end();
      throw error;
    }
    return next;
  }

  async function drop(): Promise<void> {
    const gone = session;
    session = null;
    await gone?.client.end();
  }

  async function attempt(clusterId: number): Promise<string | null> {
    // Another replica found that two clusters are one.
    if (session !== null && session.holds !== null && session.holds !== clusterId) await drop();
    if (released) return null;
    session ??= await connect();
    const { client, name, holds } = session;
    try {
      if (holds === clusterId) {
        await client.query('select 1');
        return name;
      }
      const { rows } = await client.query<{ got: boolean }>(
        "select pg_try_advisory_lock(hashtext('tenure sender ' || current_schema()), $1::int) as got",
        [clusterId],
      );
      if (rows[0]?.got !== true) return null;
      if (session !== null) session.holds = clusterId;
      return name;
    } catch (error) {
      await drop();
      throw error;
    }
  }

  return {
    hold(clusterId) {
      // One after the other: two that begin at once would open two sessions.
      const asked = last.then(() => attempt(clusterId));
      // Whoever asked is told of the failure; the next one only waits for its end.
      last = Promise.allSettled([asked]);
      return asked;
    },
    async release() {
      released = true;
      await last;
      await drop();
    },
  };
}
