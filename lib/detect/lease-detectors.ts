/** All that may be wrong with one Lease, each judged by itself. */
import { cadenceChanged } from './cadence-changed.ts';
import { clockSkew } from './clock-skew.ts';
import { clockStep } from './clock-step.ts';
import { dualLeadership } from './dual-leadership.ts';
import { durationChanged } from './duration-changed.ts';
import { durationInvalid } from './duration-invalid.ts';
import { durationUnderHolder } from './duration-under-holder.ts';
import { earlyTakeover } from './early-takeover.ts';
import { expiredButHeld } from './expired.ts';
import type { Finding } from './finding.ts';
import { flapping } from './flapping.ts';
import { formerHolderRunning } from './former-holder.ts';
import { headroomLow } from './headroom-low.ts';
import { holderGone } from './holder-gone.ts';
import { noStandby } from './no-standby.ts';
import type { LeaseSight } from './sight.ts';
import { vacant } from './vacant.ts';

export const LEASE_DETECTORS: readonly ((sight: LeaseSight) => Finding | null)[] = [
  expiredButHeld,
  holderGone,
  vacant,
  flapping,
  earlyTakeover,
  dualLeadership,
  headroomLow,
  durationChanged,
  durationUnderHolder,
  cadenceChanged,
  durationInvalid,
  clockSkew,
  clockStep,
  formerHolderRunning,
  noStandby,
];
