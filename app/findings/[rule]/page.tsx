import { notFound } from 'next/navigation';
import { FindingPage } from '../../../components/alerts/finding-page.tsx';
import { readFinding } from '../../../lib/server/api/finding-page.ts';

export default async function Finding({ params }: { params: Promise<{ rule: string }> }) {
  const found = await readFinding((await params).rule);
  if (found === null) notFound();
  return <FindingPage {...found} />;
}
