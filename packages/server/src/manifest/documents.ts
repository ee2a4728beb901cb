/** Every object of the agent's deployment but its pods. */

import { agentName, annotations, metadata, ownLabels } from './metadata.ts'
import {
  clusterPermissions,
  configPermission,
  leasePermissions,
  type Permission,
} from './permissions.ts'
import { healthPort, podObjects } from './pods.ts'
import {
  type Condition,
  entry,
  holds,
  type Item,
  isSet,
  joined,
  list,
  map,
  namespace,
  not,
  type ObjectTemplate,
  oneOf,
  text,
  type Yaml,
  yaml,
} from './template.ts'

const rbacVersion = 'rbac.authorization.k8s.io/v1'

/** In the order in which they can be applied. */
export function allObjects(): ObjectTemplate[] {
  return [
    namespaceObject(),
    accountObject(),
    ...roleObjects(),
    secretObject(),
    settingsObject(),
    networkPolicyObject(),
    ...podObjects(),
  ]
}

function namespaceObject(): ObjectTemplate {
  const profile = (when: Condition, name: string, comment: string) =>
    ['enforce', 'audit', 'warn'].map((mode, index) =>
      entry(`pod-security.kubernetes.io/${mode}`, name, {
        when,
        ...(index === 0 ? { comment } : {}),
      }),
    )
  const labels = map([
    ...ownLabels().entries,
    ...profile(
      isSet('nodeChecks'),
      'privileged',
      'Pod security: only the profile "privileged" allows mounts of the host, read-only ones too. The agent itself takes no privilege: see its securityContext.',
    ),
    ...profile(
      not(isSet('nodeChecks')),
      'restricted',
      'Pod security: without mounts of the host the agent keeps to the strictest profile.',
    ),
  ])
  return {
    file: 'namespace.yaml',
    when: isSet('createNamespace'),
    body: map([
      entry('apiVersion', 'v1'),
      entry('kind', 'Namespace'),
      entry('metadata', map([entry('name', namespace), entry('labels', labels), annotations])),
    ]),
  }
}

function accountObject(): ObjectTemplate {
  return {
    file: 'service-account.yaml',
    body: map([
      entry('apiVersion', 'v1'),
      entry('kind', 'ServiceAccount'),
      entry('metadata', metadata(namespace)),
      entry('automountServiceAccountToken', false, {
        comment: 'The pods ask for the token by themselves; nothing else in the namespace gets it.',
      }),
    ]),
  }
}

function roleObjects(): ObjectTemplate[] {
  const system = yaml('kube-system')
  return [
    role('ClusterRole', undefined, [
      ...clusterPermissions.map(permissionItem),
      ...rightsOnRequest(),
    ]),
    binding('ClusterRole', undefined),
    // Without its rule it stays, since applying a manifest takes nothing away that it does not name.
    role('Role', system, [permissionItem(configPermission)]),
    binding('Role', system),
    role('Role', namespace, leasePermissions.map(ruleItem)),
    binding('Role', namespace),
  ]
}

/** What is granted only where somebody asks for it. */
function rightsOnRequest(): Item[] {
  const rule = (group: string, resource: string, more: Record<string, string[]>) =>
    yaml({ apiGroups: [group], resources: [resource], ...more })
  return [
    {
      when: isSet('kubeletConfigz'),
      comment:
        'What each kubelet runs with. A large right: it also opens logs and commands of every pod.',
      value: rule('', 'nodes/proxy', { verbs: ['get'] }),
    },
    {
      when: oneOf('distribution', ['openshift']),
      comment:
        'OpenShift admits mounts of the host only by these constraints. The pods ask for nothing else that they allow.',
      value: rule('security.openshift.io', 'securitycontextconstraints', {
        resourceNames: ['privileged'],
        verbs: ['use'],
      }),
    },
  ]
}

function permissionItem(permission: Permission): Item {
  return {
    ...ruleItem(permission),
    permission: permission.id,
    when: not(holds('without', permission.id)),
  }
}

function ruleItem({ group, resources, verbs, names, reason, id }: Permission): Item {
  return {
    comment: `${id}: ${reason}`,
    value: yaml({
      apiGroups: [group],
      resources: Object.keys(resources),
      ...(names ? { resourceNames: names } : {}),
      verbs,
    }),
  }
}

function role(kind: string, within: Yaml | undefined, items: Item[]) {
  const object: ObjectTemplate = {
    file: 'rbac.yaml',
    body: map([
      entry('apiVersion', rbacVersion),
      entry('kind', kind),
      entry('metadata', metadata(within)),
      entry('rules', list(items)),
    ]),
  }
  return object
}

function binding(kind: string, within: Yaml | undefined): ObjectTemplate {
  return {
    file: 'rbac.yaml',
    body: map([
      entry('apiVersion', rbacVersion),
      entry('kind', `${kind}Binding`),
      entry('metadata', metadata(within)),
      entry('roleRef', { apiGroup: 'rbac.authorization.k8s.io', kind, name: agentName }),
      entry('subjects', [{ kind: 'ServiceAccount', name: agentName, namespace }]),
    ]),
  }
}

function secretObject(): ObjectTemplate {
  return {
    file: 'secret.yaml',
    when: not(isSet('token.existingSecret')),
    comment: 'The token serves to enrol agents of this cluster and for nothing else.',
    body: map([
      entry('apiVersion', 'v1'),
      entry('kind', 'Secret'),
      entry('metadata', metadata(namespace)),
      entry('type', 'Opaque'),
      entry('stringData', {
        token: text('token.value', 'Give the enrolment token or name a Secret that holds it.'),
      }),
    ]),
  }
}

/** Nobody has business with the pods but whoever reads their health and metrics. */
function networkPolicyObject(): ObjectTemplate {
  return {
    file: 'network-policy.yaml',
    when: isSet('networkPolicy'),
    comment:
      'Nobody has business with the pods but whoever reads their health and metrics. Where they go, the API and the server, has addresses that nobody knows beforehand.',
    body: map([
      entry('apiVersion', 'networking.k8s.io/v1'),
      entry('kind', 'NetworkPolicy'),
      entry('metadata', metadata(namespace)),
      entry('spec', {
        podSelector: { matchLabels: { 'app.kubernetes.io/name': agentName } },
        policyTypes: ['Ingress'],
        ingress: [{ ports: [{ protocol: 'TCP', port: healthPort }] }],
      }),
    ]),
  }
}

/** What the agent takes over without a restart; everything else is in the pods' environment. */
function settingsObject(): ObjectTemplate {
  const settings = {
    is: 'settings' as const,
    lines: [
      entry('period', text('period')),
      entry('log-level', text('logLevel')),
      entry('node-scope', 'on', { when: isSet('nodeChecks') }),
      entry('node-scope', 'off', { when: not(isSet('nodeChecks')) }),
      entry('exclude-namespaces', joined('excludedNamespaces'), {
        when: isSet('excludedNamespaces'),
      }),
    ],
  }
  return {
    file: 'config-map.yaml',
    comment: 'A change here is taken over within a minute or so, without a restart.',
    body: map([
      entry('apiVersion', 'v1'),
      entry('kind', 'ConfigMap'),
      entry('metadata', metadata(namespace)),
      entry(
        'data',
        map([
          { key: 'agent.yaml', value: settings },
          entry('ca.crt', text('server.ca'), { when: isSet('server.ca') }),
        ]),
      ),
    ]),
  }
}
