/**
 * The last thing that a receiver was told of an alert. What is due to it follows from these and the alerts: no message
 * is kept anywhere.
 */
import type { Severity } from '../detect/finding.ts';

export type Delivery = {
  /** Names the receiver for good: `webhook`, `slack`, `alertmanager/host:port/path`. */
  receiver: string;
  /** `Alert.id`. Empty: nothing was told, but since `at` there is this receiver. */
  alertId: string;
  told: 'firing' | 'over';
  /** How bad it was told to be. */
  severity: Severity;
  /** When, epoch ms. */
  at: number;
};
