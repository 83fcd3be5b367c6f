/** Who is told of alerts, in a line: whoever reads the page knows then who else knows. */
import { countOf, type TimeZone } from './format.ts';
import { formatMoment } from './moment.ts';
import type { NotifyStatus } from './status.ts';

const NAMES: Record<NotifyStatus['receiver'], string> = {
  alertmanager: 'Alertmanager',
  webhook: 'the webhook',
  slack: 'Slack',
};

/** `failing`: somebody should have been told and was not; `hint` says where and why. */
export type ReceiverWords = { words: string; failing: boolean; hint: string };

export function receiverWords(
  receivers: readonly NotifyStatus[],
  now: number,
  zone: TimeZone,
): ReceiverWords {
  if (receivers.length === 0)
    return { words: 'nobody else is told', failing: false, hint: 'No receiver of alerts is configured.' };
  const failing = receivers.filter(({ state }) => state === 'failing');
  const hint = receivers
    .map((one) => {
      const error = one.error === null ? '' : `: ${one.error.message}`;
      const waiting = one.waiting === 0 ? '' : `, ${countOf(one.waiting, 'alert')} waiting`;
      return `${NAMES[one.receiver]} at ${one.host}, ${one.state}${waiting}${error}`;
    })
    .join('\n');
  const [first] = failing;
  if (first === undefined) return { words: `told to ${namesOf(receivers)}`, failing: false, hint };
  const since = formatMoment(Math.min(...failing.map((one) => one.since)), now, zone);
  return { words: `${namesOf(failing)} cannot be told since ${since}`, failing: true, hint };
}

/** "Alertmanager, Slack and the webhook", each kind once. */
function namesOf(receivers: readonly NotifyStatus[]): string {
  const names = [...new Set(receivers.map(({ receiver }) => NAMES[receiver]))];
  const last = names.pop() ?? '';
  return names.length === 0 ? last : `${names.join(', ')} and ${last}`;
}
