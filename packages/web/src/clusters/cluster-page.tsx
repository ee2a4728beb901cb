/** One cluster: who reports, what could not be looked at. */
export function ClusterPage() {
  return null
}
