/** The clusters, how much of each was looked at, and the way to add one. */
export function ClustersPage() {
  return null
}
