'use client';
import { createContext, useContext } from 'react';
import type { TimeZone } from '../../lib/view/format.ts';

/**
 * The zone in which all times are written. UTC unless chosen otherwise: it is what Leases, the API server's
 * and the controllers' logs speak, and what two people in one incident read alike.
 */
export const TimeZoneContext = createContext<TimeZone>('utc');

export function useTimeZone(): TimeZone {
  return useContext(TimeZoneContext);
}
