/** What is open to all, whoever they are: it says nothing of the cluster. Nothing else is, by whatever path it is asked for. */

const OPEN: ReadonlySet<string> = new Set([
  '/healthz',
  '/readyz',
  '/icon.svg',
  '/sign-in',
  '/api/v1/sign-in',
]);
/** Files of the build. Next takes parts such as ".." out of a path before it looks what lies there: nothing of that kind. */
const FILE = /^\/_next\/static(?!.*(\/\.{1,2}(\/|$)|\/\/|%2[eEfF5]|%5[cC]|[\\#]))\/[!-~]+$/;

/** `path`: as it was sent, within Tenure and without its query. */
export function isOpen(path: string): boolean {
  return OPEN.has(path) || FILE.test(path);
}
