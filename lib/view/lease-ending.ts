/** What is said of how a tenure ended. Epoch ms. */
import { emptyBetween, endingOf } from '../lease/ending.ts';
import { type Handover, wasLetGo } from '../lease/handover.ts';

/** "at 03:00:02"; "by" then, where it was only found to have happened. */
export function endedWhen(handover: Handover, when: (moment: number) => string): string {
  const { heldUntil, unseen, endedAt } = endingOf(handover);
  return endedAt === null && (unseen !== null || handover.evidence.endedAt === null)
    ? `by ${when(unseen?.to ?? heldUntil)}`
    : `at ${when(endedAt ?? heldUntil)}`;
}

/** Whether it was seen that nobody held it when it was taken. Else it may have been taken before that was found. */
export function isTakeoverSeen(handover: Handover): boolean {
  const { unseen } = endingOf(handover);
  return handover.cause !== 'unseen' || (unseen !== null && unseen.to < handover.at);
}

export function isDeletedWhileHeld(handover: Handover): boolean {
  const { cause, from, evidence } = handover;
  const isDeletion = cause === 'deleted' || cause === 'recreated' || evidence.uidBefore !== undefined;
  return isDeletion && from !== null && !wasLetGo(handover);
}

/** Who held it just before `at`, by what is sorted from old to new; null for nobody, undefined where not known. */
export function holderBefore(at: number, handovers: readonly Handover[]): string | null | undefined {
  const next = handovers.find((one) => one.at >= at);
  if (next !== undefined && next.cause !== 'expiry') {
    const { heldUntil, unseen, endedAt } = endingOf(next);
    if (unseen !== null && unseen.to < at) return null;
    const empty = emptyBetween(next);
    if (empty !== null && empty.from < at && at <= empty.to) return null;
    if (unseen !== null && endedAt === null && unseen.from < at) return undefined;
    // By nothing but that watching ended, it was held until then.
    const vacantFrom = unseen === null ? heldUntil : endedAt;
    if (vacantFrom !== null && vacantFrom < at) return null;
  }
  const before = handovers.findLast((one) => one.at < at);
  return before === undefined ? (next?.from ?? undefined) : before.to;
}

/** Who held it before `holder`, newest first, each once; `until`: when its last tenure was over, epoch ms. */
export function formerHolders(
  holder: string | null,
  handovers: readonly Handover[],
): { holder: string; until: number }[] {
  const until = new Map<string, number>();
  for (const one of handovers) {
    const { from, to } = one;
    if (from !== null && from !== to && from !== holder && !until.has(from))
      until.set(from, endingOf(one).heldUntil);
  }
  return [...until].map(([former, at]) => ({ holder: former, until: at }));
}
