/**
 * Who asks. Told by the guard that ran before Next, in the context of the request and in nothing a client could send.
 * Next loads routes as modules of their own, so that the context is kept on globalThis, as the configuration is.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { sharedConfig } from './shared-config.ts';
import type { Sight } from './sight.ts';

export type CurrentViewer = {
  /** The name that was proved; null where nobody is asked for one. */
  user: string | null;
  sight: Sight;
  /**
   * What the viewer may see now, at most 10 s old: for what outlives the request that opened it. `gone` once who asked
   * is nobody any more, it could not be told for as long, or the proxy that named them has to be asked anew.
   */
  recheck: () => Promise<Sight | 'gone'>;
  /** Of whoever signed in: what names the session, for its end. */
  session?: string;
};

/** Where nobody is asked who they are; so it is under `next dev`, where no guard runs. */
export const EVERYONE: CurrentViewer = { user: null, sight: null, recheck: async () => null };
/** Who asks for what is there for all: the page to sign in at, files, whether Tenure lives. */
export const NOBODY: CurrentViewer = { user: null, sight: new Set(), recheck: async () => 'gone' };

const VIEWER = Symbol.for('tenure.viewer');
type Shared = { [VIEWER]?: AsyncLocalStorage<CurrentViewer> };
const shared: typeof globalThis & Shared = globalThis;

/** Where people are asked who they are, whoever comes by no guard is nobody: what Next loses must open nothing. */
export function currentViewer(): CurrentViewer {
  const asksWho = (sharedConfig()?.auth.mode ?? 'none') !== 'none';
  return shared[VIEWER]?.getStore() ?? (asksWho ? NOBODY : EVERYONE);
}

export function withViewer<T>(viewer: CurrentViewer, run: () => T): T {
  shared[VIEWER] ??= new AsyncLocalStorage();
  return shared[VIEWER].run(viewer, run);
}

/** Another text for each who signs in, and each time; empty where nobody is asked. Of the session it tells nothing. */
export function viewerTag({ user, session }: CurrentViewer): string {
  if (user === null) return '';
  return createHash('sha256')
    .update(JSON.stringify([user, session ?? null]))
    .digest('base64url')
    .slice(0, 22);
}
