/** The values that findings have in a field, for choosing one. */

import { useQuery } from '@tanstack/react-query'
import { fetchFacets } from '../api/findings.ts'

export function useFieldValues(field: string, q = ''): string[] {
  const facets = useQuery({
    queryKey: ['facets', 'values', field, q],
    queryFn: ({ signal }) => fetchFacets({ q, at: undefined, fields: [field] }, signal),
  })
  const values = facets.data?.fields[0]?.values ?? []
  return values.flatMap(({ value }) => value ?? []).sort()
}
