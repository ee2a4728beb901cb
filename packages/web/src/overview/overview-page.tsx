/** The posture of all clusters, or of one, at a glance; every number leads to its findings. */
export function OverviewPage() {
  return null
}
