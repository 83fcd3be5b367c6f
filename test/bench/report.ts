/** One line a figure: what it is, what it should be, what it was. */
export type Figure = {
  name: string;
  target: string;
  measured: string;
  /** Null when the figure has no target of its own and explains another one. */
  ok: boolean | null;
};

const verdict = (ok: boolean | null): string => (ok === null ? '' : ok ? 'ok' : 'MISSED');

export function line({ name, target, measured, ok }: Figure): string {
  return `${name.padEnd(52)} ${target.padEnd(12)} ${measured.padEnd(44)} ${verdict(ok)}`.trimEnd();
}

export function atMost(name: string, value: number, limit: number, unit: string, more = ''): Figure {
  return {
    name,
    target: `<= ${limit} ${unit}`,
    measured: `${round(value)} ${unit}${more === '' ? '' : ` (${more})`}`,
    ok: value <= limit,
  };
}

export function atLeast(name: string, value: number, limit: number, unit: string, more = ''): Figure {
  return { ...atMost(name, value, limit, unit, more), target: `>= ${limit} ${unit}`, ok: value >= limit };
}

export function note(name: string, measured: string): Figure {
  return { name, target: '', measured, ok: null };
}

export function round(value: number): string {
  return Math.abs(value) >= 100
    ? value.toFixed(0)
    : Math.abs(value) >= 10
      ? value.toFixed(1)
      : value.toFixed(2);
}

/** The value below which a share of `sorted` values lies (nearest rank). `values` need not be sorted. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
