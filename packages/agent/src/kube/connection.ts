/** How a Kubernetes API is reached. */

export interface KubeConnection {
  /** `https://10.0.0.1:6443`, without a slash at the end. */
  server: string
  /** PEM. Absent: the system's certificate authorities. */
  ca?: string
  isInsecure?: boolean
  /** The name to ask for and verify, where it is not the server's. */
  tlsServerName?: string
  clientCertificate?: string
  clientKey?: string
  proxyUrl?: string
  /** Asked before each request, so that a rotated token counts at once. */
  headers?: () => Promise<Record<string, string>>
  /** Called after a 401, so that a cached credential is made anew. True when trying again makes sense. */
  refresh?: () => Promise<boolean>
  /** For messages: `context kind-dev of /home/me/.kube/config`. */
  name: string
  /** The name of the cluster as the kubeconfig says it. */
  clusterName?: string
  namespace?: string
}
