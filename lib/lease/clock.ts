/**
 * Tenure's own clock. `now` is epoch ms with fractions and never steps back: differences of it are durations (field
 * guide §10: local monotonic time), but across a time in which the machine slept.
 */
export type Clock = { now(): number };
