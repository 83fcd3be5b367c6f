/** @type {import('next').NextConfig} */
export default {
  output: 'standalone',
  reactStrictMode: true,
  poweredByHeader: false,
  // The development server writes no files of its own into the work tree.
  agentRules: false,
  // Loaded by Node as they are: they read files and open sockets, and bundling them gains nothing.
  serverExternalPackages: ['@kubernetes/client-node', 'undici', 'pino', 'prom-client'],
  // Only the work tree of this project is traced, wherever it is checked out.
  outputFileTracingRoot: import.meta.dirname,
  turbopack: { root: import.meta.dirname },
};
