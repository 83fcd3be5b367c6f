/** Streaming lists (WatchList): on by default from Kubernetes 1.34; the paged list is the way where it fails. */
import type { Connection } from './connection.ts';
import { failureOf, type KubeFailure } from './failure.ts';
import { child, count, list, text } from './raw.ts';
import { query } from './resource-path.ts';

const FROM_MINOR = 34;
const TIMEOUT_MS = 10_000;

/** By /version, since servers before 1.27 ignore the wish and would never say that the list is complete. */
export async function supportsWatchList(connection: Connection): Promise<boolean> {
  try {
    const { body } = await connection.get('/version', { timeoutMs: TIMEOUT_MS });
    const minor = Number.parseInt(text(body, 'minor') ?? '', 10);
    return text(body, 'major') === '1' && minor >= FROM_MINOR;
  } catch (error) {
    const failure = failureOf(error);
    if (failure.status === null) throw failure;
    return false; // whoever may not read the version can still be given pages
  }
}

/** How many Leases there are, for progress only; null when the server does not say. */
export async function countLeases(connection: Connection, path: string): Promise<number | null> {
  const { body } = await connection.get(path + query({ limit: 1 }), { timeoutMs: TIMEOUT_MS });
  const remaining = count(child(body, 'metadata'), 'remainingItemCount');
  const here = list(body, 'items').length;
  if (remaining !== null) return here + remaining;
  return text(child(body, 'metadata'), 'continue') === null ? here : null;
}

/** The failure is the server's refusal of WatchList, not of us, and not of the network. */
export function isUnsupported(failure: KubeFailure): boolean {
  return failure.type === 'server' || failure.type === 'protocol';
}
