/**
 * One version of a Lease. A renewal changes three things of a kilobyte of JSON, so a renewed version shares
 * everything else with the one before, its serialised parts too: thousands of renewals a second stay cheap.
 */
import type { LeaseSpec, ManagedFieldsEntry, ObjectMeta, OwnerReference, Version } from './object.ts';

/** What does not change while a Lease lives, unless somebody edits its metadata. */
export type LeaseHead = {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly creationTimestamp: string;
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
  readonly ownerReferences?: OwnerReference[];
};

/** The JSON around resourceVersion, managedFields time and renewTime. */
type Shape = readonly [string, string, string, string];

const NO_LABELS: Readonly<Record<string, string>> = {};
const MARK = '\u0001~renewed~';

export class LeaseVersion implements Version {
  readonly head: LeaseHead;
  readonly resourceVersion: number;
  readonly #spec: LeaseSpec;
  readonly #managed: readonly ManagedFieldsEntry[];
  /** Set where this version is a renewal of another: they override what spec and managed say. */
  readonly #renewTime: string | undefined;
  readonly #serverTime: string | undefined;
  #shape: Shape | null;

  constructor(
    head: LeaseHead,
    resourceVersion: number,
    spec: LeaseSpec,
    managed: readonly ManagedFieldsEntry[],
    renewed?: { renewTime: string; serverTime: string; shape: Shape },
  ) {
    this.head = head;
    this.resourceVersion = resourceVersion;
    this.#spec = spec;
    this.#managed = managed;
    this.#renewTime = renewed?.renewTime;
    this.#serverTime = renewed?.serverTime;
    this.#shape = renewed?.shape ?? null;
  }

  get namespace(): string {
    return this.head.namespace;
  }
  get name(): string {
    return this.head.name;
  }
  get uid(): string {
    return this.head.uid;
  }
  get labels(): Readonly<Record<string, string>> {
    return this.head.labels ?? NO_LABELS;
  }
  get holder(): string {
    return this.#spec.holderIdentity ?? '';
  }
  get renewTime(): string | undefined {
    return this.#renewTime ?? this.#spec.renewTime;
  }
  get spec(): LeaseSpec {
    return this.#renewTime === undefined ? this.#spec : { ...this.#spec, renewTime: this.#renewTime };
  }
  get managedFields(): readonly ManagedFieldsEntry[] {
    const time = this.#serverTime;
    return time === undefined ? this.#managed : this.#managed.map((entry) => ({ ...entry, time }));
  }

  /** Whether `spec` written by `manager` would be a mere renewal of this version. */
  isRenewal(spec: LeaseSpec, manager: string): boolean {
    const mine = this.#spec;
    return (
      spec.renewTime !== undefined &&
      mine.renewTime !== undefined &&
      spec.renewTime !== this.renewTime &&
      spec.holderIdentity === mine.holderIdentity &&
      spec.leaseTransitions === mine.leaseTransitions &&
      spec.acquireTime === mine.acquireTime &&
      spec.leaseDurationSeconds === mine.leaseDurationSeconds &&
      spec.strategy === mine.strategy &&
      spec.preferredHolder === mine.preferredHolder &&
      this.#managed.length === 1 &&
      this.#managed[0]?.manager === manager
    );
  }

  renewed(resourceVersion: number, renewTime: string, serverTime: string): LeaseVersion {
    this.prepare();
    const shape = this.#shape ?? this.#makeShape();
    const renewed = { renewTime, serverTime, shape };
    return new LeaseVersion(this.head, resourceVersion, this.#spec, this.#managed, renewed);
  }

  /** Serialises what does not change, ahead of time: `json` is cheap from then on, for all its renewals too. */
  prepare(): void {
    if (this.#managed.length === 1 && this.renewTime !== undefined) this.#shape ??= this.#makeShape();
  }

  json(): string {
    const shape = this.#shape;
    if (shape === null) return this.#serialise(String(this.resourceVersion), undefined, undefined);
    const serverTime = this.#serverTime ?? this.#managed[0]?.time ?? '';
    return (
      shape[0] + this.resourceVersion + shape[1] + serverTime + shape[2] + (this.renewTime ?? '') + shape[3]
    );
  }

  #makeShape(): Shape {
    const [a = '', b = '', c = '', d = ''] = this.#serialise(MARK, MARK, MARK).split(
      JSON.stringify(MARK).slice(1, -1),
    );
    return [a, b, c, d];
  }

  #serialise(resourceVersion: string, serverTime: string | undefined, renewTime: string | undefined): string {
    const { name, namespace, uid, creationTimestamp, labels, annotations, ownerReferences } = this.head;
    const managed =
      serverTime === undefined
        ? this.managedFields
        : this.#managed.map((entry) => ({ ...entry, time: serverTime }));
    const metadata: ObjectMeta = {
      name,
      namespace,
      uid,
      resourceVersion,
      creationTimestamp,
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
      ...(ownerReferences === undefined ? {} : { ownerReferences }),
      ...(managed.length === 0 ? {} : { managedFields: [...managed] }),
    };
    const spec = renewTime === undefined ? this.spec : { ...this.#spec, renewTime };
    return JSON.stringify({ metadata, spec: orderedSpec(spec) });
  }
}

/** The API server's order of fields, absent ones left out. */
function orderedSpec(spec: LeaseSpec): LeaseSpec {
  const out: LeaseSpec = {};
  if (spec.holderIdentity !== undefined) out.holderIdentity = spec.holderIdentity;
  if (spec.leaseDurationSeconds !== undefined) out.leaseDurationSeconds = spec.leaseDurationSeconds;
  if (spec.acquireTime !== undefined) out.acquireTime = spec.acquireTime;
  if (spec.renewTime !== undefined) out.renewTime = spec.renewTime;
  if (spec.leaseTransitions !== undefined) out.leaseTransitions = spec.leaseTransitions;
  if (spec.strategy !== undefined) out.strategy = spec.strategy;
  if (spec.preferredHolder !== undefined) out.preferredHolder = spec.preferredHolder;
  return out;
}
