/**
 * What a webhook of one's own is sent: the alerts as `GET /api/v1/alerts` answers them, with why each is told now.
 * Documented in `docs/notifications.md`.
 */
import { createHmac } from 'node:crypto';
import { boundedJson, type Compose, fitting, JSON_HEADERS, linkTo, type Surroundings } from './message.ts';
import { whyWords } from './words.ts';

/** What stands around the alerts, bytes, at most. */
const HEAD_BYTES = 4096;

/** Without a secret nothing is signed. */
export function webhookMessages(around: Surroundings, secret: string | null): Compose {
  return (due, most, now) => {
    const items = fitting(
      due,
      most,
      ({ alert, tell, why, before }) =>
        boundedJson({
          told: tell,
          why,
          words: whyWords({ alert, tell, why, before }, around, now),
          url: linkTo(alert, around),
          alert: around.viewOf(alert),
        }),
      HEAD_BYTES,
    );
    const head = boundedJson({
      version: 1,
      sentAt: Math.round(now),
      cluster: around.cluster(),
      more: due.length - items.length,
    });
    const body = `${head.slice(0, -1)},"notifications":[${items.join(',')}]}`;
    return { body, headers: { ...JSON_HEADERS, ...signature(body, secret, now) }, count: items.length };
  };
}

/** Over the time as well, so that nobody can send an old request again: `HMAC-SHA256(secret, time.body)` in hex. */
export function signature(body: string, secret: string | null, now: number): Record<string, string> {
  if (secret === null) return {};
  const seconds = String(Math.floor(now / 1000));
  const signed = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return { 'tenure-timestamp': seconds, 'tenure-signature': `sha256=${signed}` };
}
