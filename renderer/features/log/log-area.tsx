import { useRoute } from 'wouter';
import type { BookSummary } from '#shared/contract/book.ts';
import { LogScreen } from './log-screen.tsx';

/** `#/log`: the list. `#/log/61402`: the list with that entry open beside it. */
export default function LogArea({ book }: { book: BookSummary }) {
  const [isOne, params] = useRoute('/log/:seq');
  const seq = isOne ? Number(params.seq) : Number.NaN;
  return <LogScreen book={book} openSeq={Number.isSafeInteger(seq) && seq > 0 ? seq : null} />;
}
