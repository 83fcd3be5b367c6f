/**
 * Tells one receiver what is due to it: gathers for a moment, sends one request at a time, tries again while it is not
 * taken. Never waits for anybody, and knows no clock but the one that it is given.
 */
import type { Alert } from '../alert/alert.ts';
import type { Delivery } from '../alert/delivery.ts';
import type { FeedError } from '../lease/feed.ts';
import { type Due, dueTo, type Receiver } from './due.ts';
import { failureOfError } from './failure.ts';
import { type Compose, MOST_AT_ONCE } from './message.ts';
import type { Post } from './post.ts';
import { retryDelayMs } from './retry.ts';

/** From the first that is due to the request: what one trouble brings about is told together. */
const GATHER_MS = 2000;
/** From one request to the next that tells something new, so that a rolling trouble makes few messages. */
const PAUSE_MS = 10_000;
/** So often is looked for what the time alone makes due. */
const LOOK_MS = 5000;
/** What is not taken even alone is tried again after so long, and keeps nothing else waiting. */
const ASIDE_MS = 10 * 60_000;
const FORGET_EVERY_MS = 60 * 60_000;
/** Deliveries of alerts that are not known any more. */
const FORGET_MS = 24 * 60 * 60_000;

export type ReceiverState = {
  /** `idle`: nothing waits, and the last try, if there was one, failed. */
  state: 'idle' | 'ok' | 'failing';
  since: number;
  /** Of the last try; null when it was taken. */
  error: FeedError | null;
  /** How many alerts there are of which it was not told what is due. */
  waiting: number;
};

export type ReceiverOptions = {
  receiver: Receiver;
  compose: Compose;
  /** Asked right before each request: another replica may be the one that tells by now. */
  maySend: () => Promise<boolean>;
  send: Post['send'];
  /** What it was told just now, to be kept. */
  told: (deliveries: Delivery[]) => void;
  outcome: (outcome: 'sent' | 'failed') => void;
  /** Told of each change between being reached and not. */
  changed: (state: ReceiverState) => void;
  now: () => number;
  random: () => number;
};

export function createReceiver(options: ReceiverOptions) {
  const { receiver, now } = options;
  const told = new Map<string, Delivery>();
  const aside = new Map<string, number>();
  let since = now();
  let due: Due[] = [];
  let seen = -1;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let forgottenAt = now();
  /** When the first of what is due was found; null while nothing is. */
  let gatheringSince: number | null = null;
  let sentAt = Number.NEGATIVE_INFINITY;
  let goesOn = false;
  let failures = 0;
  let retryAt = Number.NEGATIVE_INFINITY;
  let most = MOST_AT_ONCE;
  let flight: Promise<void> | null = null;
  /** Of the last flight. */
  let mayGoOn = new AbortController();
  let health: Omit<ReceiverState, 'waiting'> = { state: 'idle', since, error: null };

  function become(state: ReceiverState['state'], error: FeedError | null): void {
    const isNew = state !== health.state;
    health = { state, since: isNew ? now() : health.since, error };
    if (isNew) options.changed({ ...health, waiting: waiting() });
  }

  const waiting = (): number => due.filter(({ why }) => why !== 'standing').length;

  /** `alerts` are asked for only when there is a reason to look; `version` changes with them. */
  function look(alerts: () => readonly Alert[], version: number): void {
    if (flight !== null) return;
    const at = now();
    // What cannot be told yet need not be looked for; thousands may wait.
    const canTell = due.length > 0 && at >= retryAt;
    if (version === seen && !canTell && at - lookedAt < LOOK_MS) return;
    seen = version;
    lookedAt = at;
    const all = alerts();
    if (at - forgottenAt >= FORGET_EVERY_MS) forget(all, at);
    due = dueTo(receiver, { alerts: all, told, since, now: at });
    if (due.length === 0) {
      gatheringSince = null;
      goesOn = false;
      if (health.state === 'failing') become('idle', health.error);
      return;
    }
    gatheringSince ??= at;
    const gathered = goesOn ? at : Math.max(gatheringSince + GATHER_MS, sentAt + PAUSE_MS);
    if (at < gathered || at < retryAt) return;
    const ready = due.filter(({ alert }) => (aside.get(alert.id) ?? at) <= at);
    if (ready.length === 0) return;
    mayGoOn = new AbortController();
    flight = tell(ready, at).finally(() => {
      flight = null;
    });
  }

  async function tell(parts: readonly Due[], at: number): Promise<void> {
    const message = options.compose(parts, most, at);
    const tried = parts.slice(0, message.count);
    const { signal } = mayGoOn;
    try {
      if (!(await options.maySend())) return;
      await options.send(message, signal);
      taken(tried, at);
      goesOn = tried.length < parts.length;
    } catch (error) {
      // What was cut here is no fault of the receiver's.
      if (!signal.aborted) refused(tried, error);
    }
  }

  function taken(tried: readonly Due[], at: number): void {
    const deliveries = tried.map(({ alert, tell: as }) => ({
      receiver: receiver.id,
      alertId: alert.id,
      told: as,
      severity: alert.finding.severity,
      at: Math.round(at),
    }));
    for (const one of deliveries) {
      told.set(one.alertId, one);
      aside.delete(one.alertId);
    }
    const gone = new Set(tried);
    due = due.filter((one) => !gone.has(one));
    failures = 0;
    sentAt = at;
    gatheringSince = null;
    most = Math.min(MOST_AT_ONCE, most * 2);
    options.outcome('sent');
    // That it was told again that it fires need not outlive the process: it is then told once more.
    options.told(deliveries.filter((_, index) => tried[index]?.why !== 'standing'));
    become('ok', null);
  }

  /** What one alert spoils is found by halves, and then keeps only that one waiting. */
  function refused(tried: readonly Due[], error: unknown): void {
    const failure = failureOfError(error, []);
    failures += 1;
    goesOn = false;
    retryAt = now() + retryDelayMs(failures, failure.retryAfterMs, options.random);
    if (failure.isRefused) {
      const [only] = tried;
      if (tried.length === 1 && only !== undefined) aside.set(only.alert.id, now() + ASIDE_MS);
      most = Math.max(1, Math.floor(tried.length / 2));
    }
    options.outcome('failed');
    become('failing', failure.feedError);
  }

  function forget(alerts: readonly Alert[], at: number): void {
    forgottenAt = at;
    const known = new Set(alerts.map(({ id }) => id));
    for (const [id, { at: toldAt }] of told) if (!known.has(id) && at - toldAt > FORGET_MS) told.delete(id);
    for (const [id, until] of aside) if (until <= at) aside.delete(id);
  }

  return {
    look,
    /** What it was told by a run before, or by another replica; the last holds. */
    restore(deliveries: readonly Delivery[]): void {
      for (const one of deliveries) {
        if (one.receiver !== receiver.id) continue;
        if (one.alertId === '') since = Math.min(since, one.at);
        else if ((told.get(one.alertId)?.at ?? one.at) <= one.at) told.set(one.alertId, one);
      }
    },
    /** Says since when there is this receiver. */
    beginning: (): Delivery => ({
      ...{ receiver: receiver.id, alertId: '', told: 'over', severity: 'info', at: Math.round(since) },
    }),
    /**
     * Another replica tells: nothing is due from here, and what failed here says nothing any more. What is under way is
     * cut: a request that still waits for a connection would be told by both. Whoever goes on waits for its proof
     * (`GRACE_MS` of the election) and gathers before it tells, which is longer than it takes until this is called.
     */
    rest(): void {
      if (flight !== null) {
        mayGoOn.abort();
        return;
      }
      due = [];
      gatheringSince = null;
      goesOn = false;
      if (health.state === 'failing') become('idle', health.error);
    },
    state: (): ReceiverState => ({ ...health, waiting: waiting() }),
    /** Resolves when nothing is under way. */
    settled: (): Promise<void> => flight ?? Promise.resolve(),
  };
}
