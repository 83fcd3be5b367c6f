/**
 * Messages as Slack's incoming webhooks take them, and what is compatible with them (Mattermost, Rocket.Chat,
 * Discord's `/slack`): `text` and `attachments`, which all of them know; Slack's blocks they do not.
 */
import type { Severity } from '../detect/finding.ts';
import type { Due } from './due.ts';
import { bounded, type Compose, JSON_HEADERS, linkTo, type Surroundings } from './message.ts';
import { subjectWords, utc, whyWords } from './words.ts';

/** So many are told in full, as a person reads them; of the others a line each. */
const IN_FULL = 10;
/** Slack cuts a text at 40,000 characters; no one reads so far. */
const MOST_LINES_CHARACTERS = 12_000;
const OVER_COLOUR = '#6c8a7b';
const COLOURS: Record<Severity, string> = { critical: '#cf2f28', warning: '#c07a00', info: '#7d8682' };
const CALLED: Record<Severity, string> = { critical: 'Critical', warning: 'Warning', info: 'Information' };

type Attachment = { color: string; fallback: string; text: string; mrkdwn_in: ['text'] };

export function slackMessages(around: Surroundings): Compose {
  return (due, most, now) => {
    const told = due.slice(0, most);
    const full = told.slice(0, IN_FULL);
    const attachments = full.map((one) => attachmentOf(one, told.length === 1, around, now));
    const { lines, count } = linesOf(told.slice(IN_FULL), around);
    if (count > 0)
      attachments.push({
        color: COLOURS.info,
        fallback: `${count} others`,
        text: lines,
        mrkdwn_in: ['text'],
      });
    const shown = told.slice(0, full.length + count);
    return {
      // Each part is bounded already.
      body: JSON.stringify({ text: headline(shown, due.length, around), attachments }),
      headers: JSON_HEADERS,
      count: shown.length,
    };
  };
}

/** What stands on a phone's screen: of one alert the alert itself, of several how many. */
function headline(told: readonly Due[], ofAll: number, around: Surroundings): string {
  const name = around.cluster().name;
  const where = name === null ? '' : ` · ${plain(name)}`;
  const [one] = told;
  if (one !== undefined && told.length === 1) return `${nameOf(one, around)}${where}`;
  const firing = told.filter(({ tell }) => tell === 'firing');
  const parts = (['critical', 'warning', 'info'] as const).flatMap((severity) => {
    const count = firing.filter(({ alert }) => alert.finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}`];
  });
  const over = told.length - firing.length;
  if (over > 0) parts.push(`${over} over`);
  const rest = ofAll - told.length;
  return `*${told.length} alerts*: ${parts.join(', ')}${where}${rest === 0 ? '' : ` (${rest} more follow)`}`;
}

/** "*Critical:* Nobody renews kube-system/kube-scheduler", a link where there is an address. */
function nameOf({ alert, tell, why }: Due, around: Surroundings): string {
  const { title, severity } = alert.finding;
  const ended = why === 'resolved' || why === 'missed' ? 'Over' : 'No longer told';
  const called = tell === 'over' ? ended : CALLED[severity];
  const link = linkTo(alert, around);
  const words = plain(title);
  return `*${called}:* ${link === null ? words : `<${escaped(link)}|${words.replaceAll('|', '¦')}>`}`;
}

function attachmentOf(due: Due, isOnly: boolean, around: Surroundings, now: number): Attachment {
  const { alert, tell } = due;
  const { finding } = alert;
  const why = whyWords(due, around, now);
  const lines = isOnly ? [] : [nameOf(due, around)];
  if (why !== null) lines.push(plain(why));
  if (tell === 'firing') {
    lines.push(plain(finding.summary));
    const consequences = around.consequencesOf(alert.id);
    if (consequences > 0)
      lines.push(`It explains ${consequences === 1 ? 'another alert' : `${consequences} other alerts`}.`);
    const [step] = finding.next;
    if (step !== undefined)
      lines.push(step.command === null ? plain(step.text) : `${plain(step.text)}: ${code(step.command)}`);
    const subject = subjectWords(finding);
    const facts = [finding.certainty, `since ${utc(finding.since)}`];
    lines.push([...(subject === null ? [] : [plain(subject)]), ...facts].join(' · '));
  }
  return {
    color: tell === 'over' ? OVER_COLOUR : COLOURS[finding.severity],
    fallback: bounded(finding.title),
    text: lines.join('\n'),
    mrkdwn_in: ['text'],
  };
}

/** As many as may stand in one text. */
function linesOf(rest: readonly Due[], around: Surroundings): { lines: string; count: number } {
  const lines: string[] = [];
  let characters = 0;
  for (const due of rest) {
    const line = nameOf(due, around);
    characters += line.length + 1;
    if (characters > MOST_LINES_CHARACTERS) break;
    lines.push(line);
  }
  return { lines: lines.join('\n'), count: lines.length };
}

/** Text as it is: no markup, no link, nobody called, whatever a Lease says. Inside a word `_` marks nothing up. */
function plain(text: string): string {
  return escaped(bounded(text))
    .replaceAll('](', ']\u200b(')
    .replace(/@(?=(?:all|channel|here|everyone)\b)/gi, '@\u200b')
    .replace(/(?<![\p{L}\p{N}])[*_~`](?=\S)/gu, (mark) => `${mark}\u200b`);
}

function code(command: string): string {
  return `\`${escaped(bounded(command)).replaceAll('`', '´')}\``;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
