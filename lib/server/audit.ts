/** What people changed, and who came in, as lines of the log that can be told from the others: `audit: true`. */
import type { Silence } from '../alert/silence.ts';
import { currentViewer } from './current-viewer.ts';
import { CLIENT_HEADER } from './http/client-address.ts';
import type { Log } from './log.ts';

/**
 * Who: the user that was proved, null where nobody is asked, and the address; the name that the silence was given nobody
 * has proved. What: the silence whole, since who ends one says no name of their own. When: the line's own `time`.
 */
export function audit(
  log: Log,
  request: Request,
  what: 'silence created' | 'silence ended',
  silence: Silence,
): void {
  say(log, request, { user: currentViewer().user, author: silence.author, silence }, what);
}

/** That a session began. */
export function auditSignIn(log: Log, request: Request, user: string): void {
  say(log, request, { user }, 'signed in');
}

function say(log: Log, request: Request, facts: object, what: string): void {
  const client = request.headers.get(CLIENT_HEADER);
  // Said at any level but silent: who keeps the log quiet wants to know of this all the same.
  const level = log.level === 'silent' ? 'silent' : 'info';
  log.child({ audit: true }, { level }).info({ client, ...facts }, what);
}
