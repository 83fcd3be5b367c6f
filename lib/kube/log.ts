/** What this folder asks of a logger; pino's fits. */
export type KubeLog = {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
};
