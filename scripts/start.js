/**
 * `npm start`: runs what `npm run build` made of `standalone.ts`. In JavaScript, since what strips the types off
 * TypeScript stays in memory for as long as the server runs.
 */
import { existsSync } from 'node:fs';

const built = new URL('../.next/standalone/start.js', import.meta.url);
if (!existsSync(built)) {
  console.error('Tenure is not built yet. Run "npm run build" first.');
  process.exit(1);
}
await import(built.href);
