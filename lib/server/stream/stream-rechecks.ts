/**
 * Streams outlive the request that was let in. What each viewer may see is asked again and again: where that changed,
 * or nobody can tell, the stream is closed, and who comes back is let in anew, or not.
 */
import type { CurrentViewer } from '../current-viewer.ts';
import { isSameSight } from '../sight.ts';
import type { Viewer } from './viewer.ts';

/** What was answered stands for 30 s, of which this leaves time to ask again, and once more where nobody answered. */
export const RECHECK_MS = 10_000;

/** `session`: of who signed in. */
export type Watching = Pick<CurrentViewer, 'sight' | 'recheck' | 'session'>;
type Watched = Watching & { asking: boolean };

/** `onError`: a viewer could not be asked about; it has been closed. */
export function createStreamRechecks(startedAt: number, onError: (error: unknown) => void) {
  const watched = new Map<Viewer, Watched>();
  let dueAt = startedAt + RECHECK_MS;

  async function ask(viewer: Viewer, one: Watched): Promise<void> {
    one.asking = true;
    try {
      const sight = await one.recheck();
      one.asking = false;
      if (sight === 'gone' || !isSameSight(sight, one.sight)) viewer.close('sight');
    } catch (error) {
      viewer.close('sight');
      onError(error);
    }
  }

  return {
    add: (viewer: Viewer, one: Watching): void => void watched.set(viewer, { ...one, asking: false }),
    /** Its streams end at once: whoever signs in next in that browser is somebody else. */
    endSession(session: string): void {
      for (const [viewer, one] of [...watched]) if (one.session === session) viewer.close('sight');
    },
    remove: (viewer: Viewer): void => void watched.delete(viewer),
    /** To be called about as often as anything is sent; epoch ms. */
    tick(now: number): void {
      if (now < dueAt) return;
      dueAt = now + RECHECK_MS;
      for (const [viewer, one] of [...watched]) {
        // No answer for so long is none.
        if (one.asking) viewer.close('sight');
        else void ask(viewer, one);
      }
    },
  };
}
