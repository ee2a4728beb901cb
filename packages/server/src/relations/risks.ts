/** Why an object deserves a look, in a few words. */

import { type Fields, podOf, record, records, text, texts } from './objects.ts'

/** Undefined where nothing stands out. */
export function riskOf(kind: string, data: unknown): string | undefined {
  const object = record(data)
  const pod = podOf(kind, object)
  const risks = pod
    ? podRisks(pod.spec)
    : Object.hasOwn(readers, kind)
      ? (readers[kind]?.(object) ?? [])
      : []
  return risks.length === 0 ? undefined : [...new Set(risks)].join(', ')
}

const containerLists = ['containers', 'initContainers', 'ephemeralContainers']
const strongCapabilities = new Set(['ALL', 'SYS_ADMIN', 'SYS_PTRACE', 'SYS_MODULE', 'NET_ADMIN'])

function podRisks(spec: Fields): string[] {
  const containers = containerLists.flatMap((list) => records(spec[list]))
  const contexts = containers.map((it) => record(it.securityContext))
  const capabilities = contexts
    .flatMap((it) => texts(record(it.capabilities).add))
    .filter((it) => strongCapabilities.has(it.replace(/^CAP_/, '')))
  const paths = records(spec.volumes).flatMap((it) => text(record(it.hostPath).path) || [])
  return [
    ...(contexts.some((it) => it.privileged === true) ? ['privileged'] : []),
    ...capabilities.map((it) => `capability ${it}`),
    ...(spec.hostNetwork === true ? ['host network'] : []),
    ...(spec.hostPID === true ? ['sees the processes of its node'] : []),
    ...(spec.hostIPC === true ? ['shares the memory of its node'] : []),
    ...(paths.length > 0 ? [`mounts ${paths[0]} of its node`] : []),
  ]
}

const readers: Readonly<Record<string, (object: Fields) => string[]>> = {
  Service: ({ spec }) => serviceRisks(record(spec)),
  Ingress: () => ['takes requests from outside'],
  HTTPRoute: () => ['takes requests from outside'],
  ClusterRole: ({ rules }) => roleRisks(records(rules)),
  Role: ({ rules }) => roleRisks(records(rules)),
  ClusterRoleBinding: bindingRisks,
  RoleBinding: bindingRisks,
}

function serviceRisks(spec: Fields): string[] {
  const type = text(spec.type)
  return [
    ...(type === 'LoadBalancer' ? ['reachable through a load balancer'] : []),
    ...(type === 'NodePort' ? ['reachable on a port of every node'] : []),
    ...(texts(spec.externalIPs).length > 0 ? ['takes addresses from outside'] : []),
  ]
}

function bindingRisks({ roleRef }: Fields): string[] {
  return text(record(roleRef).name) === 'cluster-admin' ? ['bound to cluster-admin'] : []
}

/** What leads on to more rights, or to what is secret. */
function roleRisks(rules: readonly Fields[]): string[] {
  const may = (verbs: readonly string[], resource: string) =>
    rules.some(
      (rule) =>
        texts(rule.verbs).some((it) => it === '*' || verbs.includes(it)) &&
        texts(rule.resources).some((it) => it === '*' || it === resource),
    )
  const isAll = rules.some((rule) =>
    [rule.verbs, rule.resources, rule.apiGroups].every((list) => texts(list).includes('*')),
  )
  if (isAll) return ['may do everything']
  return [
    ...(may(['get', 'list', 'watch'], 'secrets') ? ['may read secrets'] : []),
    ...(may(['create'], 'pods/exec') ? ['may run commands in pods'] : []),
    ...(may(['create'], 'pods') ? ['may create pods'] : []),
    ...(may(['create'], 'serviceaccounts/token') ? ['may make tokens of service accounts'] : []),
    ...(may(['escalate', 'bind'], 'clusterroles') || may(['escalate', 'bind'], 'roles')
      ? ['may give itself more rights']
      : []),
    ...(may(['impersonate'], 'users') || may(['impersonate'], 'serviceaccounts')
      ? ['may act as others']
      : []),
  ]
}
