/** For container engines that ask a program: ends with 0 while Tenure answers. Kubernetes asks /healthz itself. */
const answer = await fetch(`http://127.0.0.1:${process.env.PORT ?? 3000}/healthz`).catch(() => null);
process.exit(answer?.ok ? 0 : 1);
