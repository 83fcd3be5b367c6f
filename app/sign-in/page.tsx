import { notFound } from 'next/navigation';
import { SignIn } from '../../components/shell/sign-in.tsx';
import { ownPage } from '../../lib/server/auth/auth-next.ts';
import { sharedConfig } from '../../lib/server/shared-config.ts';

type Search = Record<string, string | string[] | undefined>;

export default async function SignInPage({ searchParams }: { searchParams: Promise<Search> }) {
  if (sharedConfig()?.auth.mode !== 'token') notFound();
  const { problem, next } = await searchParams;
  return <SignIn problem={one(problem) ?? null} next={ownPage(one(next) ?? null)} />;
}

function one(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
