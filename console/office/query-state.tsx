import type { UseQueryResult } from '@tanstack/react-query';

/** What stands where an answer is not there yet, or has failed, with the way on. */
export function QueryState({
  query,
  loading,
}: Readonly<{ query: UseQueryResult; loading: string }>) {
  if (query.error === null)
    return (
      <p className="card empty" role="status">
        {loading}…
      </p>
    );
  return (
    <div className="card empty" role="alert">
      <p>{query.error.message}</p>
      <button type="button" className="button ghost" onClick={() => void query.refetch()}>
        Ask again
      </button>
    </div>
  );
}
