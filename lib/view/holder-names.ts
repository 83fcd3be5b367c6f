/** Holders that are written alike, told apart: where several stand side by side, which on the board none do. */
import { PROCESS_UUID } from '../lease/processless.ts';
import { stripIdentity } from './board-holder.ts';

/**
 * Of holders that would be written alike, as the processes of one host are one after another, each with the beginning
 * of what tells them apart: `cp-1_5f0e6…`. By identity; `shown` likewise.
 */
export function namesApart(shown: ReadonlyMap<string, string>): Map<string, string> {
  const alike = new Map<string, number>();
  for (const name of shown.values()) alike.set(name, (alike.get(name) ?? 0) + 1);
  return new Map(
    [...shown].map(([identity, name]) => {
      const uuid = PROCESS_UUID.exec(identity)?.[0];
      const isOne = uuid === undefined || alike.get(name) === 1;
      return [identity, isOne ? name : `${name}${uuid.slice(0, 6)}…`];
    }),
  );
}

/** The two of a handover, told apart where they would be written alike. */
export function handoverNames(from: string | null, to: string | null): (identity: string) => string {
  const two = [from, to].filter((one) => one !== null);
  const names = namesApart(new Map(two.map((one) => [one, stripIdentity(one)])));
  return (identity) => names.get(identity) ?? stripIdentity(identity);
}
