'use client';
import { useEffect, useRef } from 'react';
import { pagePath } from '../../lib/client/api-url.ts';
import { useLive } from '../../lib/client/use-live.ts';
import { type AlertGroup, callingCauses } from '../../lib/view/alert-groups.ts';
import { type Notice, noticesOf, seenAfter } from '../../lib/view/alert-notices.ts';

/** Held by the one tab that notifies; when it closes the browser gives it to another. */
const LOCK = 'tenure-notices';

/** Shows the browser's notifications of new causes; what fires when it begins is no news. Draws nothing. */
export function Notifier({ groups }: { groups: readonly AlertGroup[] }) {
  const cluster = useLive((state) => state.status?.cluster.name ?? null);
  const seen = useRef<ReadonlySet<string> | null>(null);
  const isMine = useLock();
  useEffect(() => {
    const calling = callingCauses(groups);
    // Every tab remembers, so that the next one to notify does not begin anew.
    if (seen.current !== null && isMine.current)
      for (const notice of noticesOf(seen.current, calling, cluster)) show(notice);
    seen.current = seenAfter(seen.current ?? new Set(), calling);
  }, [groups, cluster, isMine]);
  return null;
}

function useLock() {
  const isMine = useRef(false);
  useEffect(() => {
    // Not there on a page that is not secure, where notifications are not either.
    if (!('locks' in navigator)) return;
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const waiting = new AbortController();
    navigator.locks
      .request(LOCK, { signal: waiting.signal }, () => {
        isMine.current = true;
        return held;
      })
      .catch((error: unknown) => {
        // Ended before it was this tab's turn.
        if (!waiting.signal.aborted) throw error;
      });
    return () => {
      isMine.current = false;
      letGo();
      waiting.abort();
    };
  }, []);
  return isMine;
}

function show({ tag, title, body, href }: Notice): void {
  if (Notification.permission !== 'granted') return;
  const shown = new Notification(title, { body, tag });
  shown.onclick = () => {
    window.focus();
    shown.close();
    // The page may have gone elsewhere meanwhile; a whole navigation leads there from anywhere.
    window.location.assign(pagePath(href));
  };
}
