/**
 * Minutes of renewals as bytes: a column after the other as variable-length integers, then deflated. Gaps are
 * rounded up, clock bounds outwards, to 10 ms: no gap is told too small and no clock too exactly.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';

export const PACK_GRAIN_MS = 10;
const VERSION = 1;

/** `minute`: epoch ms / 60,000. */
export type PackedMinute = {
  minute: number;
  count: number;
  max_gap_ms: number | null;
  offset_lower_ms: number | null;
  offset_upper_ms: number | null;
  holder_id: number | null;
};

/** `minutes` in order, each of them once, none before `fromMinute`. */
export function packMinutes(fromMinute: number, minutes: readonly PackedMinute[]): Uint8Array {
  const bytes: number[] = [];
  write(bytes, minutes.length);
  let last = fromMinute - 1;
  for (const { minute } of minutes) {
    write(bytes, minute - last - 1);
    last = minute;
  }
  writeColumn(
    bytes,
    minutes.map(({ count }) => count),
  );
  writeColumn(
    bytes,
    minutes.map(({ max_gap_ms }) => (max_gap_ms === null ? null : Math.ceil(max_gap_ms / PACK_GRAIN_MS))),
  );
  writeColumn(
    bytes,
    minutes.map(({ offset_lower_ms }) =>
      offset_lower_ms === null ? null : Math.floor(offset_lower_ms / PACK_GRAIN_MS),
    ),
  );
  writeColumn(
    bytes,
    minutes.map(({ offset_upper_ms }) =>
      offset_upper_ms === null ? null : Math.ceil(offset_upper_ms / PACK_GRAIN_MS),
    ),
  );
  let holder = 0;
  for (const { holder_id } of minutes) {
    write(bytes, zigzag((holder_id ?? 0) - holder));
    holder = holder_id ?? 0;
  }
  const packed = deflateRawSync(Uint8Array.from(bytes), { level: 9 });
  const data = new Uint8Array(packed.length + 1);
  data[0] = VERSION;
  data.set(packed, 1);
  return data;
}

/** Throws a `RangeError` when it was not made by `packMinutes`. */
export function unpackMinutes(fromMinute: number, data: Uint8Array): PackedMinute[] {
  if (data.length === 0) return [];
  if (data[0] !== VERSION) throw new RangeError(`packed renewals of an unknown version ${data[0]}`);
  const reader = { bytes: inflateRawSync(data.subarray(1)), at: 0 };
  const length = read(reader);
  // Filled column by column: a month has 43,200 of them, and what is made besides is what a collector stops for.
  const minutes: PackedMinute[] = [];
  let last = fromMinute - 1;
  for (let index = 0; index < length; index++) {
    last += read(reader) + 1;
    minutes.push({
      minute: last,
      count: 0,
      max_gap_ms: null,
      offset_lower_ms: null,
      offset_upper_ms: null,
      holder_id: null,
    });
  }
  const readColumn = (fill: (minute: PackedMinute, value: number) => void): void => {
    const least = unzigzag(read(reader));
    for (const minute of minutes) {
      const value = read(reader);
      if (value > 0) fill(minute, value - 1 + least);
    }
  };
  readColumn((minute, value) => {
    minute.count = value;
  });
  // Adding 0 turns -0 into 0.
  readColumn((minute, value) => {
    minute.max_gap_ms = value * PACK_GRAIN_MS + 0;
  });
  readColumn((minute, value) => {
    minute.offset_lower_ms = value * PACK_GRAIN_MS + 0;
  });
  readColumn((minute, value) => {
    minute.offset_upper_ms = value * PACK_GRAIN_MS + 0;
  });
  let holder = 0;
  for (const minute of minutes) {
    holder += unzigzag(read(reader));
    if (holder !== 0) minute.holder_id = holder;
  }
  return minutes;
}

/** The least value, then how far each is above it plus one; 0 for null. */
function writeColumn(bytes: number[], values: readonly (number | null)[]): void {
  const known = values.filter((value) => value !== null);
  const least = known.reduce((a, b) => Math.min(a, b), known[0] ?? 0);
  write(bytes, zigzag(least));
  for (const value of values) write(bytes, value === null ? 0 : value - least + 1);
}

type Reader = { bytes: Uint8Array; at: number };

/** Seven bits a byte, the lowest first; up to 2^53, so without 32-bit operators. */
function write(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}

function read(reader: Reader): number {
  const first = reader.bytes[reader.at];
  if (first !== undefined && first < 128) {
    reader.at += 1;
    return first;
  }
  let value = 0;
  let unit = 1;
  for (;;) {
    const byte = reader.bytes[reader.at++];
    if (byte === undefined) throw new RangeError('packed renewals end too soon');
    value += (byte % 128) * unit;
    if (byte < 128) return value;
    unit *= 128;
  }
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
