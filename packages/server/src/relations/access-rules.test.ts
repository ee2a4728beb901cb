/** The authorizer's decisions, case by case, and the ways from a subject to a role. */
import { describe, expect, test } from 'vitest'
import { type AccessScope, findAccessPaths, type RbacObject } from './access-paths.ts'
import { type AccessQuestion, grants } from './access-rules.ts'

const secrets = { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list'] }

function ask(text: string): AccessQuestion {
  const [verb = '', path = '', name] = text.split(' ')
  const dot = path.startsWith('/') ? -1 : path.indexOf('.')
  const [resource, group] = dot < 0 ? [path, ''] : [path.slice(0, dot), path.slice(dot + 1)]
  // `pods/exec` has no dot, `deployments.apps/scale` has its group before the slash.
  const [bare = '', subresource] = group.split('/')
  return {
    verbs: verb.split(','),
    group: bare,
    resource: subresource ? `${resource}/${subresource}` : resource,
    name,
  }
}

test.each<[rule: Record<string, unknown>, question: string, isGranted: boolean]>([
  [secrets, 'get secrets', true],
  [secrets, 'watch secrets', false],
  [secrets, 'watch,list secrets', true],
  [secrets, 'get configmaps', false],
  [secrets, 'get secrets.example.org', false],
  [{ ...secrets, apiGroups: ['*'] }, 'get secrets.example.org', true],
  [{ ...secrets, verbs: ['*'] }, 'delete secrets', true],
  [{ ...secrets, resources: ['*'] }, 'get pods', true],
  [{ ...secrets, resources: ['*'] }, 'get pods/log', true],
  [{ ...secrets, resources: ['pods'] }, 'get pods/log', false],
  [{ ...secrets, resources: ['pods/log'] }, 'get pods/log', true],
  [{ ...secrets, resources: ['pods/log'] }, 'get pods', false],
  [{ ...secrets, resources: ['pods/*'] }, 'get pods/log', false],
  [{ ...secrets, resources: ['*/log'] }, 'get pods/log', true],
  [{ ...secrets, resources: ['*/log'] }, 'get pods', false],
  [{ ...secrets, apiGroups: ['apps'], resources: ['*/scale'] }, 'get deployments.apps/scale', true],
  [{ ...secrets, resourceNames: ['a'] }, 'get secrets a', true],
  [{ ...secrets, resourceNames: ['a'] }, 'get secrets b', false],
  [{ ...secrets, resourceNames: ['a'] }, 'list secrets', false],
  [{ ...secrets, resourceNames: [] }, 'list secrets', true],
  [{ ...secrets, verbs: [] }, 'get secrets', false],
  [{}, 'get secrets', false],
  [{ verbs: ['get'], nonResourceURLs: ['/metrics'] }, 'get /metrics', true],
  [{ verbs: ['get'], nonResourceURLs: ['/metrics/*'] }, 'get /metrics/cadvisor', true],
  [{ verbs: ['get'], nonResourceURLs: ['/metrics/*'] }, 'get /metrics', false],
  [{ verbs: ['get'], nonResourceURLs: ['*'] }, 'get /healthz', true],
  [{ verbs: ['get'], nonResourceURLs: ['/metrics'] }, 'post /metrics', false],
  [{ ...secrets, resources: ['*'] }, 'get /metrics', false],
])('%j grants "%s": %s', (rule, question, isGranted) => {
  expect(grants(rule, ask(question))).toBe(isGranted)
})

function object(path: string, data: object, labels: Record<string, string> = {}): RbacObject {
  const [kind = '', ...rest] = path.split('/')
  const name = rest.at(-1) ?? ''
  return {
    resourceId: path,
    id: path,
    type: 'k8s_object',
    subType: kind,
    apiVersion: 'rbac.authorization.k8s.io/v1',
    name,
    namespace: rest.length > 1 ? (rest[0] ?? null) : null,
    labels,
    failed: 0,
    data,
  }
}

const refer = (kind: string, name: string, ...subjects: object[]) => ({
  roleRef: { kind, name },
  subjects,
})
const user = (name: string) => ({ kind: 'User', name })
const bootstrap = { 'kubernetes.io/bootstrapping': 'rbac-defaults' }
const anywhere: AccessScope = {
  verbs: ['get'],
  group: '',
  resource: 'secrets',
  name: undefined,
  namespace: undefined,
}

describe('paths', () => {
  const reader = object('ClusterRole/reader', { rules: [secrets] })
  const local = object('Role/a/reader', { rules: [secrets] })
  const cases: [string, RbacObject[], Partial<AccessScope>, string[]][] = [
    [
      'a binding of the cluster holds everywhere',
      [reader, object('ClusterRoleBinding/b', refer('ClusterRole', 'reader', user('u')))],
      { namespace: 'a' },
      ['User/u everywhere'],
    ],
    [
      'a binding of a namespace holds there',
      [reader, object('RoleBinding/a/b', refer('ClusterRole', 'reader', user('u')))],
      {},
      ['User/u in a'],
    ],
    [
      'a binding of another namespace does not',
      [reader, object('RoleBinding/a/b', refer('ClusterRole', 'reader', user('u')))],
      { namespace: 'b' },
      [],
    ],
    [
      'a role is looked for in the namespace of its binding',
      [local, object('RoleBinding/b/b', refer('Role', 'reader', user('u')))],
      {},
      [],
    ],
    [
      'a binding of the cluster grants no role of a namespace',
      [local, object('ClusterRoleBinding/b', refer('Role', 'reader', user('u')))],
      {},
      [],
    ],
    [
      'an account without a namespace is one of the binding',
      [
        local,
        object('RoleBinding/a/b', refer('Role', 'reader', { kind: 'ServiceAccount', name: 's' })),
      ],
      {},
      ['ServiceAccount/a/s in a'],
    ],
    [
      'nodes stand in no namespace',
      [
        object('ClusterRole/all', { rules: [{ ...secrets, resources: ['*'] }] }),
        object('RoleBinding/a/b', refer('ClusterRole', 'all', user('u'))),
      ],
      { resource: 'nodes' },
      [],
    ],
    [
      'a role that is not there grants nothing',
      [object('ClusterRoleBinding/b', refer('ClusterRole', 'missing', user('u')))],
      {},
      [],
    ],
    [
      'groups are named as groups, once for each way, and built-in ones marked',
      [
        reader,
        object(
          'ClusterRoleBinding/b',
          refer('ClusterRole', 'reader', { kind: 'Group', name: 'g' }),
        ),
        object(
          'ClusterRoleBinding/c',
          refer('ClusterRole', 'reader', { kind: 'Group', name: 'g' }),
          bootstrap,
        ),
      ],
      {},
      ['Group/g everywhere', 'Group/g everywhere, built in'],
    ],
    [
      'an aggregated role of a manifest gathers what it selects, to any depth',
      [
        object('ClusterRole/top', {
          aggregationRule: { clusterRoleSelectors: [{ matchLabels: { to: 'top' } }] },
        }),
        object(
          'ClusterRole/middle',
          { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { to: 'middle' } }] } },
          { to: 'top' },
        ),
        object('ClusterRole/bottom', { rules: [secrets] }, { to: 'middle' }),
        object('ClusterRoleBinding/b', refer('ClusterRole', 'top', user('u'))),
      ],
      {},
      ['User/u everywhere'],
    ],
    [
      'an aggregated role that a cluster has filled in is taken as it is',
      [
        object('ClusterRole/top', {
          aggregationRule: { clusterRoleSelectors: [{ matchLabels: { to: 'top' } }] },
          rules: [{ ...secrets, resources: ['pods'] }],
        }),
        object('ClusterRole/bottom', { rules: [secrets] }, { to: 'top' }),
        object('ClusterRoleBinding/b', refer('ClusterRole', 'top', user('u'))),
      ],
      {},
      [],
    ],
    [
      'roles that aggregate each other end',
      [
        object(
          'ClusterRole/x',
          { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { to: 'x' } }] } },
          { to: 'x' },
        ),
        object('ClusterRoleBinding/b', refer('ClusterRole', 'x', user('u'))),
      ],
      {},
      [],
    ],
    [
      'what makes no sense grants nothing',
      [
        object('ClusterRole/reader', { rules: 'all' }),
        object('ClusterRoleBinding/b', {
          roleRef: 7,
          subjects: [null, 7, { kind: 'Robot', name: 'r' }],
        }),
        object('ClusterRoleBinding/c', refer('ClusterRole', 'reader', {})),
      ],
      {},
      [],
    ],
  ]
  test.each(cases)('%s', (_, objects, scope, expected) => {
    const paths = findAccessPaths(objects, { ...anywhere, ...scope })
    expect(
      paths.map(({ subject, namespace, is_builtin }) => {
        const at = subject.namespace === null ? '' : `${subject.namespace}/`
        const where = namespace === null ? 'everywhere' : `in ${namespace}`
        return `${subject.kind}/${at}${subject.name} ${where}${is_builtin ? ', built in' : ''}`
      }),
    ).toEqual(expected)
  })
})
