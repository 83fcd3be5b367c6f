/** Field guide §9, "Events". */
import { describe, expect, it } from 'vitest';
import type { Handover } from '../../lib/lease/handover.ts';
import { withWitness } from '../../lib/lease/witness.ts';

const handover: Handover = {
  id: 'uid-1.9',
  namespace: 'apps',
  name: 'lock',
  leaseUid: 'uid-1',
  at: 100_000,
  from: 'a',
  to: 'c',
  cause: 'unseen',
  certainty: 'certain',
  silentMs: null,
  vacantMs: null,
  transitionsDelta: 2,
  coordinated: false,
  evidence: { unwatchedFrom: 40_000, unwatchedTo: 100_000 },
};

describe('a handover that nobody watched', () => {
  it('gets its time and the holders between from Events, and says so', () => {
    const told = withWitness(handover, [
      { at: 70_000, message: 'c became leader' },
      { at: 50_000, message: 'b became leader' },
      { at: 49_000, message: 'a stopped leading' },
    ]);
    expect(told).toMatchObject({ at: 70_000, evidence: { eventAt: 70_000, eventHolders: 'b, c' } });
  });
  it.each([
    ['from before the stretch', { at: 30_000, message: 'c became leader' }],
    ['from after it', { at: 120_000, message: 'c became leader' }],
    ['without a time', { at: null, message: 'c became leader' }],
    ['of another kind', { at: 70_000, message: 'the c became leader of all' }],
  ])('learns nothing from an Event %s', (_, event) => {
    expect(withWitness(handover, [event])).toBe(handover);
  });
  it('whose last leader no Event names keeps its time', () => {
    expect(withWitness(handover, [{ at: 50_000, message: 'b became leader' }])).toMatchObject({
      at: 100_000,
      evidence: { eventAt: null, eventHolders: 'b' },
    });
  });
  it('whose takeover was watched keeps its time: who took it before had let it go again', () => {
    const watched: Handover = { ...handover, at: 140_000 };
    expect(withWitness(watched, [{ at: 60_000, message: 'c became leader' }])).toMatchObject({
      at: 140_000,
      evidence: { eventAt: null, eventHolders: 'c' },
    });
  });
  it('one that was watched needs no witness', () => {
    const seen: Handover = { ...handover, cause: 'expiry', evidence: {} };
    expect(withWitness(seen, [{ at: 70_000, message: 'c became leader' }])).toBe(seen);
  });
});
