/** What a cluster is added with, and the texts that install its agents: for kubectl, Helm and Kustomize. */

export interface InstallOptions {
  /** Between full cycles, as the agent reads it. */
  period: string
  hasNodeChecks: boolean
  /** Not looked at. */
  excludedNamespaces: string[]
}

export const usualOptions: InstallOptions = {
  period: '4h',
  hasNodeChecks: true,
  excludedNamespaces: [],
}

export const periods = ['15m', '1h', '4h', '12h', '24h'] as const

/** By the names that the server's manifest takes; only what is not as usual. */
export function toQuery(options: InstallOptions): Record<string, string> {
  return {
    ...(options.period === usualOptions.period ? {} : { period: options.period }),
    ...(options.hasNodeChecks ? {} : { 'node-checks': 'false' }),
    ...(options.excludedNamespaces.length > 0
      ? { 'exclude-namespaces': options.excludedNamespaces.join(',') }
      : {}),
  }
}

/** `team=payments, env=prod`; the first part that is no pair, where there is one. */
export function readLabels(text: string): { labels: Record<string, string>; wrong?: string } {
  const labels: Record<string, string> = {}
  for (const part of splitList(text)) {
    const [, name, value] = /^([^=\s]+)=(\S.*)$/.exec(part) ?? []
    if (name === undefined || value === undefined) return { labels, wrong: part }
    labels[name] = value
  }
  return { labels }
}

export function splitList(text: string): string[] {
  return text
    .split(/[\n,]/)
    .map((it) => it.trim())
    .filter(Boolean)
}

/** Of the cluster's name, for a file. */
export function fileName(name: string): string {
  return (
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9.-]+/g, '-')
      .replaceAll(/^-+|-+$/g, '') || 'cluster'
  )
}

export interface Install {
  /** Of the manifest, without an ending. */
  file: string
  server: string
  token: string
  /** Of the token. */
  expiresAt: string
  options: InstallOptions
}

/** The values of the chart. JSON is YAML, and needs no rules for quoting. */
export function helmValues({ server, token, options }: Install): string {
  const values = {
    server: { url: server },
    token: { value: token },
    period: options.period,
    nodeChecks: options.hasNodeChecks,
    excludedNamespaces: options.excludedNamespaces,
  }
  return `${JSON.stringify(values, undefined, 2)}\n`
}

/** The namespace needs the label where Pod Security is enforced: the agent mounts files of its node. */
export function helmCommands({ file }: Install): string {
  return [
    'kubectl create namespace evenkeel',
    'kubectl label namespace evenkeel pod-security.kubernetes.io/enforce=privileged',
    `helm install evenkeel-agent deploy/helm/evenkeel-agent --namespace evenkeel --values ${file}-values.yaml`,
  ].join('\n')
}

/** Beside the manifest; patches of one's own go below it. */
export function kustomization({ file }: Install): string {
  return [
    'apiVersion: kustomize.config.k8s.io/v1beta1',
    'kind: Kustomization',
    'resources:',
    `  - ${file}.yaml`,
    '',
  ].join('\n')
}
