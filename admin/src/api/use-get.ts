import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { type Answer, get, type GetParameters, type GetPath } from './client.js';
import { ApiProblem } from './problem.js';

/** How often what is slow or away is asked again; a refusal is final. */
const RETRIES = 2;

/**
 * Reads a path and keeps it fresh: `const query = useGet('/api/v1/offers/{id}', { path: { id } })`. `refetchEveryMs` is
 * for what changes by itself, such as a job.
 */
export function useGet<P extends GetPath>(
  path: P,
  params: GetParameters<P>,
  options: {
    readonly enabled?: boolean;
    readonly refetchEveryMs?: number | false;
    readonly keepPrevious?: boolean;
  } = {},
): UseQueryResult<Answer<P>, ApiProblem> {
  return useQuery<Answer<P>, ApiProblem>({
    queryKey: [path, params],
    queryFn: ({ signal }) => get(path, params, signal),
    retry: (failures, problem) =>
      failures < RETRIES && !(problem instanceof ApiProblem && problem.status >= 400 && problem.status < 500),
    enabled: options.enabled ?? true,
    refetchInterval: options.refetchEveryMs ?? false,
    placeholderData: options.keepPrevious === true ? keepPreviousData : undefined,
  });
}
