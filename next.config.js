import { PHASE_DEVELOPMENT_SERVER } from 'next/constants.js';
import { MARK } from './lib/server/http/base-path.ts';

/** @returns {import('next').NextConfig} */
export default (/** @type {string} */ phase) => {
  // Next wants to know it when it builds; a build takes the mark, and what is started puts the path in its place.
  const basePath =
    phase === PHASE_DEVELOPMENT_SERVER ? (process.env.TENURE_BASE_PATH ?? '').replace(/\/$/, '') : MARK;
  return {
    output: 'standalone',
    basePath,
    env: { TENURE_BASE_PATH: basePath },
    reactStrictMode: true,
    poweredByHeader: false,
    // The development server writes no files of its own into the work tree.
    agentRules: false,
    // Loaded by Node as they are: they read files and open sockets, and bundling them gains nothing.
    serverExternalPackages: ['@kubernetes/client-node', 'undici', 'pino', 'prom-client'],
    // Only the work tree of this project is traced, wherever it is checked out.
    outputFileTracingRoot: import.meta.dirname,
    // No page has images to be made smaller: the route that would do it is closed, and its 20 MB stay out of the build.
    images: { unoptimized: true },
    outputFileTracingExcludes: { '**': ['node_modules/sharp/**', 'node_modules/@img/**'] },
    turbopack: { root: import.meta.dirname },
  };
};
