/**
 * Tenure's own clock. `now` is epoch ms with fractions and never steps: it is the wall clock at start plus
 * monotonic time since, so that differences of it are durations (field guide §10: local monotonic time).
 */
export type Clock = { now(): number };
