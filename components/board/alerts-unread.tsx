import { alertsUnreadWords } from '../../lib/view/alert-words.ts';

/** Without it "could not be read" would look like "nothing fires". `known`: some were read before. */
export function AlertsUnread({ problem, known }: { problem: string; known: boolean }) {
  return (
    <p className="board-note" role="status">
      {alertsUnreadWords(problem, known)}
    </p>
  );
}
