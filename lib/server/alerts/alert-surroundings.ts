/** What is said to receivers about an alert besides what it says itself. */
import type { Alert } from '../../alert/alert.ts';
import type { Surroundings } from '../../notify/message.ts';
import { alertView } from '../../view/alert.ts';
import { alertHref } from '../../view/alert-links.ts';
import type { Judging } from './judging.ts';

type Options = Pick<Surroundings, 'cluster' | 'silenceOf'> & {
  alerts: Pick<Judging, 'all' | 'changes' | 'consequencesOf'>;
  /** By which address people reach Tenure; null when nobody said. */
  publicUrl: string | null;
};

export function alertSurroundings({ alerts, cluster, silenceOf, publicUrl }: Options): Surroundings {
  let byId = new Map<string, Alert>();
  let asOf = -1;

  /** A hundred that have come under one root are looked for in one message, among thousands. */
  function alertOf(id: string): Alert | null {
    if (asOf !== alerts.changes()) {
      asOf = alerts.changes();
      byId = new Map(alerts.all().map((alert) => [alert.id, alert]));
    }
    return byId.get(id) ?? null;
  }

  return {
    cluster,
    linkOf: (alert) => (publicUrl === null ? null : `${publicUrl}${alertHref(alert)}`),
    consequencesOf: alerts.consequencesOf,
    alertOf,
    silenceOf,
    viewOf: (alert) => alertView(alert, alerts.consequencesOf(alert.id)),
  };
}
