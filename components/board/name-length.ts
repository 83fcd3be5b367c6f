/** Long names give way to the namespace beside them: 290 px hold about 40 characters of both. */
export function nameLength(namespace: string): number {
  return Math.max(18, Math.min(34, 40 - namespace.length));
}
