/** What is said around alerts, and alerts that are due. */
import type { Alert } from '../../lib/alert/alert.ts';
import type { Due } from '../../lib/notify/due.ts';
import type { Surroundings } from '../../lib/notify/message.ts';
import { alertView } from '../../lib/view/alert.ts';

export function surroundings(over: Partial<Surroundings> = {}): Surroundings {
  return {
    cluster: () => ({ id: 'c1', name: 'prod' }),
    linkOf: ({ id }) => `https://tenure.example/alerts?${new URLSearchParams({ alert: id })}`,
    consequencesOf: () => 0,
    alertOf: () => null,
    silenceOf: () => null,
    viewOf: (alert) => alertView(alert, 0),
    ...over,
  };
}

export function due(alert: Alert, over: Partial<Due> = {}): Due {
  return { alert, tell: 'firing', why: 'began', before: null, ...over };
}
