/**
 * The latest version of a Lease, kept in place. What moves with every renewal is kept as numbers and printed
 * when somebody asks: 65,000 Leases renewed every 10 s would else leave some 3 MB of strings behind a second,
 * each old enough by then to be collected the expensive way.
 */
import { type LeaseAnnotations, sameAnnotations } from './annotations.ts';
import { canonicalMicros, microTimeText, parseMicroTime, stampText } from './micro-time.ts';
import type { LeaseClass, LeaseRecord } from './record.ts';

/** What is not printed as API servers print it is kept to the letter. */
type Oddities = Pick<LeaseRecord, 'renewTime' | 'serverTime' | 'writtenTime'>;

export class KeptRecord implements LeaseRecord {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  class: LeaseClass;
  holder: string;
  durationSeconds: number | null;
  acquireTime: string | null;
  transitions: number | null;
  strategy: string | null;
  preferredHolder: string | null;
  annotations: LeaseAnnotations | null;
  // NaN and not null where there is none: a field that has only ever held numbers is written in place.
  private version = Number.NaN;
  private oddVersion: string | null = null;
  private renewedUs = Number.NaN;
  private stampedUs = Number.NaN;
  private writtenUs = Number.NaN;
  private odd: Oddities | null = null;

  constructor(record: LeaseRecord) {
    this.namespace = record.namespace;
    this.name = record.name;
    this.uid = record.uid;
    this.class = record.class;
    this.holder = record.holder;
    this.durationSeconds = record.durationSeconds;
    this.acquireTime = record.acquireTime;
    this.transitions = record.transitions;
    this.strategy = record.strategy;
    this.preferredHolder = record.preferredHolder;
    this.annotations = record.annotations;
    this.takeTimes(record);
  }

  get resourceVersion(): string {
    return this.oddVersion ?? String(this.version);
  }
  get renewTime(): string | null {
    return Number.isNaN(this.renewedUs) ? (this.odd?.renewTime ?? null) : microTimeText(this.renewedUs);
  }
  get serverTime(): string | null {
    return Number.isNaN(this.stampedUs) ? (this.odd?.serverTime ?? null) : stampText(this.stampedUs);
  }
  get writtenTime(): string | null {
    return Number.isNaN(this.writtenUs) ? (this.odd?.writtenTime ?? null) : stampText(this.writtenUs);
  }

  /** The claimed renewTime, epoch µs; null without one. */
  renewedMicros(): number | null {
    return Number.isNaN(this.renewedUs) ? parseMicroTime(this.odd?.renewTime ?? null) : this.renewedUs;
  }

  sameRenewTime(record: LeaseRecord): boolean {
    return same(this.renewedUs, this.odd?.renewTime, record.renewTime, MICRO_TIME_LENGTH);
  }
  sameServerTime(record: LeaseRecord): boolean {
    return same(this.stampedUs, this.odd?.serverTime, record.serverTime, STAMP_LENGTH);
  }
  /** Whether nothing in `spec` differs: only that is a sign of life (field guide §9, "What counts as life"). */
  sameSpec(record: LeaseRecord): boolean {
    return (
      this.sameRenewTime(record) &&
      this.holder === record.holder &&
      this.durationSeconds === record.durationSeconds &&
      this.acquireTime === record.acquireTime &&
      this.transitions === record.transitions &&
      this.strategy === record.strategy &&
      this.preferredHolder === record.preferredHolder
    );
  }

  /** Becomes another version of the same object. */
  take(record: LeaseRecord): void {
    this.class = record.class;
    // An equal string of this version is let go of, so that the old one need not be collected.
    if (this.holder !== record.holder) this.holder = record.holder;
    if (this.acquireTime !== record.acquireTime) this.acquireTime = record.acquireTime;
    if (this.strategy !== record.strategy) this.strategy = record.strategy;
    if (this.preferredHolder !== record.preferredHolder) this.preferredHolder = record.preferredHolder;
    if (!sameAnnotations(this.annotations, record.annotations)) this.annotations = record.annotations;
    this.durationSeconds = record.durationSeconds;
    this.transitions = record.transitions;
    this.takeTimes(record);
  }

  /** A copy that stays as it is. */
  snapshot(): LeaseRecord {
    const { namespace, name, uid, resourceVersion, holder, durationSeconds, acquireTime, renewTime } = this;
    const { transitions, strategy, preferredHolder, serverTime, writtenTime, annotations } = this;
    return {
      ...{ namespace, name, uid, resourceVersion, class: this.class, holder, durationSeconds, acquireTime },
      ...{ renewTime, transitions, strategy, preferredHolder, serverTime, writtenTime, annotations },
    };
  }

  private takeTimes(record: LeaseRecord): void {
    this.version = wholeNumber(record.resourceVersion);
    this.oddVersion = Number.isNaN(this.version) ? record.resourceVersion : null;
    this.renewedUs = micros(record.renewTime, MICRO_TIME_LENGTH);
    this.stampedUs = micros(record.serverTime, STAMP_LENGTH);
    this.writtenUs =
      record.writtenTime === record.serverTime ? this.stampedUs : micros(record.writtenTime, STAMP_LENGTH);
    const isOdd =
      Number.isNaN(this.renewedUs) || Number.isNaN(this.stampedUs) || Number.isNaN(this.writtenUs);
    const { renewTime, serverTime, writtenTime } = record;
    this.odd = isOdd ? { renewTime, serverTime, writtenTime } : null;
  }
}

const MICRO_TIME_LENGTH = 27;
const STAMP_LENGTH = 20;
/** Digits that are a safe integer for certain. */
const SAFE_DIGITS = 15;

function micros(text: string | null, length: number): number {
  return text === null || text.length !== length ? Number.NaN : canonicalMicros(text);
}

function same(kept: number, odd: string | null | undefined, text: string | null, length: number): boolean {
  return Number.isNaN(kept) ? (odd ?? null) === text : kept === micros(text, length);
}

/** A resourceVersion is opaque; as etcd's it is a whole number without a leading zero. NaN for others. */
function wholeNumber(text: string): number {
  if (text.length > SAFE_DIGITS || text.charCodeAt(0) === 48) return Number.NaN;
  let value = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}
