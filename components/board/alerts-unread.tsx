import { unreadWords } from '../../lib/view/alert-words.ts';

/** Without it "could not be read" would look like "nothing fires". `known`: some were read before. */
export function AlertsUnread({ problem, known }: { problem: string; known: boolean }) {
  return (
    <p className="board-note" role="status">
      {unreadWords(problem, known)}
    </p>
  );
}
