/** The labels that findings can be grouped by and have columns of. */

import { useQuery } from '@tanstack/react-query'
import { fetchLabelKeys } from '../api/fields.ts'
import { isLabelName, type LabelName } from '../url/searches.ts'

/** Empty until somebody wants to see them. */
export function useLabelNames(isWanted: boolean): LabelName[] {
  const keys = useQuery({
    queryKey: ['labels'],
    queryFn: ({ signal }) => fetchLabelKeys(signal),
    enabled: isWanted,
  })
  // Names of the address are separated by commas.
  return (keys.data ?? [])
    .map(({ key }) => `label:${key}`)
    .filter((it): it is LabelName => isLabelName(it) && !it.includes(','))
}
