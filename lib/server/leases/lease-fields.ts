/** What lists of Leases are chosen and ordered by, read from the book when asked for: there may be 65,000. */
import { gapExtent } from '../../lease/gaps.ts';
import { headroomMs } from '../../lease/headroom.ts';
import type { LeaseState } from '../../lease/state.ts';
import { gapSpan, type TrackedLease } from '../../lease/tracked.ts';
import type { LeaseRow } from '../../view/lease-row.ts';
import type { Seen } from '../seen/seen-runtime.ts';
import type { LeaseFields } from './lease-query.ts';

const DAY_MS = 86_400_000;

type FieldsRuntime = Pick<Seen, 'row' | 'isLive'>;

/** A class, for its getters are shared: an object of closures for each Lease took longer than the list. */
export class TrackedFields implements LeaseFields {
  readonly #lease: TrackedLease;
  readonly #runtime: FieldsRuntime;
  readonly #now: number;

  constructor(lease: TrackedLease, runtime: FieldsRuntime, now: number) {
    this.#lease = lease;
    this.#runtime = runtime;
    this.#now = now;
  }

  get namespace(): string {
    return this.#lease.record.namespace;
  }
  get name(): string {
    return this.#lease.record.name;
  }
  get class(): LeaseRow['class'] {
    return this.#lease.class;
  }
  get state(): LeaseState {
    return this.#runtime.isLive(this.#lease) ? this.#lease.state : 'unknown';
  }
  get holder(): string | null {
    return this.#lease.holder;
  }
  get elects(): boolean {
    return this.#lease.elects;
  }
  get heldSince(): number | null {
    return this.#lease.heldSince;
  }
  get lastRenewalAt(): number | null {
    return this.#lease.lastRenewalAt;
  }
  get handovers24h(): number {
    const { handoverTimes } = this.#lease;
    return handoverTimes.length === 0 ? 0 : handoverTimes.filter((at) => at > this.#now - DAY_MS).length;
  }
  /** As in the row, without the quantiles that its gaps have besides. */
  get headroomMs(): number | null {
    return headroomMs(this.#lease, gapExtent(this.#lease.gaps, gapSpan(this.#lease), this.#now));
  }
  row(): LeaseRow {
    return this.#runtime.row(this.#lease, this.#now);
  }
}
