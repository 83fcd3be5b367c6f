import { LeasePage } from '../../../../components/lease/lease-page.tsx';

type Params = { namespace: string; name: string };

export default async function Lease({ params }: { params: Promise<Params> }) {
  const { namespace, name } = await params;
  return <LeasePage namespace={decoded(namespace)} name={decoded(name)} />;
}

/** A part of the path that is no valid encoding stays as it is: the page then says what is wrong with it. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return part;
    throw error;
  }
}
