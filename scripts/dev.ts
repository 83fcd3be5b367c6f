/** `npm run dev`: Next's development server, where the configuration says and without telemetry. */
import './node-version.js';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { configOrStop, portOrStop, stop } from './preflight.ts';

const next = createRequire(import.meta.url).resolve('next/dist/bin/next');

const config = configOrStop(process.env);
// What lets people in stands before the built server; before this one stands nothing.
if (config.auth.mode !== 'none')
  stop('TENURE_AUTH: the development server asks nobody who they are; leave it unset, or run the built one.');
const port = await portOrStop(config);
process.env.NEXT_TELEMETRY_DISABLED = '1';
process.env.PORT = String(port);
process.argv.splice(1, 1, next, 'dev', '--hostname', config.host, '--port', String(port));
await import(pathToFileURL(next).href);
