import { Identity } from '../ui/identity.tsx';
import type { HolderLook } from './use-holder-look.ts';

/** A holder with its chip; nobody with the hatch of a vacancy. */
export function HolderName({
  holder,
  look,
  absent,
  length = 19,
}: {
  holder: string | null;
  look: HolderLook;
  absent: string;
  length?: number;
}) {
  if (holder === null) {
    const nobody = absent === 'nobody';
    return (
      <>
        {nobody ? <i className="chip chip-nobody hatch-vacant" /> : null}
        <span className={nobody ? 'tone-vacant' : 'faint'}>{absent}</span>
      </>
    );
  }
  return (
    <>
      <i className={`chip hue-${look.hue(holder)}`} />
      <Identity whole={holder} shown={look.name(holder)} length={length} />
    </>
  );
}
