/** Whoever the configuration names to be told, each with its address, its messages and its connection. */
import type { Delivery } from '../../alert/delivery.ts';
import { proxyFor } from '../../kube/proxy.ts';
import { type Address, addressOf, alertsPathOf } from '../../notify/address.ts';
import { alertmanagerMessages } from '../../notify/alertmanager.ts';
import { failingKey } from '../../notify/due.ts';
import type { Compose, Surroundings } from '../../notify/message.ts';
import { createPost } from '../../notify/post.ts';
import { createReceiver, type ReceiverState } from '../../notify/receiver.ts';
import { slackMessages } from '../../notify/slack.ts';
import { webhookMessages } from '../../notify/webhook.ts';
import type { NotifyStatus } from '../../view/status.ts';
import type { Log } from '../log.ts';
import type { Timers } from '../timers.ts';
import type { NotifyConfig } from './notify-config.ts';

export type ReceiverOptions = {
  config: NotifyConfig;
  around: Surroundings;
  /** To be kept. */
  told: (deliveries: Delivery[]) => void;
  /** As `ReceiverOptions` of `lib/notify/receiver.ts`. */
  maySend: () => Promise<boolean>;
  /** The proxy variables. */
  env: Record<string, string | undefined>;
  now: () => number;
  timers: Pick<Timers, 'after'>;
  random: () => number;
  log: Pick<Log, 'info' | 'warn'>;
};

export type ToldReceiver = Pick<
  ReturnType<typeof createReceiver>,
  'look' | 'rest' | 'restore' | 'beginning' | 'settled'
> & {
  /** `Finding.key` of what says that it cannot be reached. */
  failingKey: string;
  status(): NotifyStatus;
  /** Requests since the start. */
  sent(): { sent: number; failed: number };
  close(): Promise<void>;
};

type Kind = NotifyStatus['receiver'];
type Planned = { kind: Kind; id: string; address: Address; compose: Compose };

export function createReceivers(options: ReceiverOptions): ToldReceiver[] {
  return planned(options).map((one) => connected(one, options));
}

/** An Alertmanager is known by its address, for each has alerts of its own; the others by what they are. */
function planned({ config, around }: ReceiverOptions): Planned[] {
  const found: Planned[] = config.alertmanagers.map((url) => {
    const address = addressOf(url);
    const path = address.url.pathname.replace(/\/+$/, '');
    return {
      kind: 'alertmanager',
      id: `alertmanager/${address.host}${path}`,
      address: alertsPathOf(address),
      compose: alertmanagerMessages(around),
    };
  });
  const { webhook, slack } = config;
  if (webhook !== null)
    found.push({
      kind: 'webhook',
      id: 'webhook',
      address: addressOf(webhook.url),
      compose: webhookMessages(around, webhook.secret),
    });
  if (slack !== null)
    found.push({ kind: 'slack', id: 'slack', address: addressOf(slack), compose: slackMessages(around) });
  return found;
}

function connected({ kind, id, address, compose }: Planned, options: ReceiverOptions): ToldReceiver {
  const { config, log, now, timers, random, env } = options;
  const { host } = address;
  const post = createPost(address, { proxy: proxyFor(address.url, env), now, timers });
  const counts = { sent: 0, failed: 0 };
  function changed({ state, error, waiting }: ReceiverState): void {
    const about = { receiver: kind, host };
    if (state === 'failing') log.warn({ ...about, ...error, waiting }, 'alerts cannot be told');
    else if (state === 'ok') log.info(about, 'alerts are told');
  }
  const receiver = createReceiver({
    receiver: { id, forgets: kind === 'alertmanager', least: config.least },
    compose,
    maySend: options.maySend,
    send: post.send,
    told: options.told,
    outcome(outcome) {
      counts[outcome] += 1;
    },
    changed,
    now,
    random,
  });
  return {
    look: receiver.look,
    rest: receiver.rest,
    restore: receiver.restore,
    beginning: receiver.beginning,
    settled: receiver.settled,
    failingKey: failingKey(id),
    status() {
      const { state, since, error, waiting } = receiver.state();
      return { receiver: kind, host, state, since: Math.round(since), error, waiting };
    },
    sent: () => counts,
    close: post.close,
  };
}
