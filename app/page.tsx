import { Suspense } from 'react';
import { Board } from '../components/board/board.tsx';

export default function LeadersPage() {
  return (
    <Suspense>
      <Board />
    </Suspense>
  );
}
