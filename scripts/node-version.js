/**
 * Ends the process with a sentence where Node is too old. Loaded ahead of the TypeScript (`node --import`), which an
 * old Node cannot even read.
 */
const LEAST = '24.15';

const least = LEAST.split('.').map(Number);
const actual = process.versions.node.split('.').map(Number);
if (actual[0] < least[0] || (actual[0] === least[0] && actual[1] < least[1])) {
  console.error(
    `Tenure needs Node ${LEAST} or newer; this is ${process.versions.node} (${process.execPath}).`,
  );
  console.error(
    'A whole "npm ci" brings the right one along for "npm start" and "npm run …"; with --omit=dev or ' +
      '--ignore-scripts it does not, and a newer Node has to be installed.',
  );
  process.exit(1);
}
