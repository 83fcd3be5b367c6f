import { errorAnswer } from '../../../lib/server/api/route.ts';
import { unknownCall } from '../../../lib/server/http/not-found.ts';

export const dynamic = 'force-dynamic';

const answer = async (request: Request): Promise<Response> =>
  errorAnswer(unknownCall(new URL(request.url).pathname));

export { answer as DELETE, answer as GET, answer as PATCH, answer as POST, answer as PUT };
