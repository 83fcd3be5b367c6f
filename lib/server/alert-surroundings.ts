/** What is said to receivers about an alert besides what it says itself. */
import type { Surroundings } from '../notify/message.ts';
import { alertView } from '../view/alert.ts';
import { alertHref } from '../view/alert-links.ts';
import type { Judging } from './judging.ts';

type Options = Pick<Surroundings, 'cluster'> & {
  alerts: Pick<Judging, 'all' | 'consequencesOf'>;
  /** By which address people reach Tenure; null when nobody said. */
  publicUrl: string | null;
};

export function alertSurroundings({ alerts, cluster, publicUrl }: Options): Surroundings {
  return {
    cluster,
    linkOf: (alert) => (publicUrl === null ? null : `${publicUrl}${alertHref(alert)}`),
    consequencesOf: alerts.consequencesOf,
    alertOf: (id) => alerts.all().find((alert) => alert.id === id) ?? null,
    silenceOf: () => null,
    viewOf: (alert) => alertView(alert, alerts.consequencesOf(alert.id)),
  };
}
