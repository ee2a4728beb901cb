/** The manifest that deploys the agent: what `kubectl apply -f -` takes. */

import { version } from '../version.ts'
import { type Distribution, hostPathsOf } from './host-paths.ts'
import {
  clusterPermissions,
  configPermissions,
  leasePermissions,
  printPermissions,
} from './permissions.ts'

export interface ManifestOptions {
  clusterName: string
  /** How the agents reach the server. */
  serverUrl: string
  /** The enrolment token. */
  token: string
  image?: string | undefined
  /** Between full cycles; 4 by default. */
  periodHours?: number | undefined
  namespace?: string | undefined
  /** PEM of the authority that signed the server's certificate, where it is not a public one. */
  ca?: string | undefined
  /** False leaves the host alone: no mounts, no root; the rules about nodes are then unknown. */
  nodeChecks?: boolean | undefined
  /** Adds the folders that only this distribution has. */
  distribution?: Distribution | undefined
}

export const defaultImage = `ghcr.io/evenkeel/agent:${version}`

interface Settings extends ManifestOptions {
  namespace: string
  image: string
  period: string
  nodeChecks: boolean
}

export function generateManifest(options: ManifestOptions): string {
  const settings: Settings = {
    ...options,
    namespace: options.namespace ?? 'evenkeel',
    image: options.image ?? defaultImage,
    period: periodOf(options.periodHours ?? 4),
    nodeChecks: options.nodeChecks ?? true,
  }
  const parts = [
    namespacePart(settings),
    accountPart(settings),
    rolesPart(settings),
    secretPart(settings),
    settings.nodeChecks ? daemonSetPart(settings) : deploymentPart(settings),
  ]
  return `${headPart(settings)}${parts.join('---\n')}`
}

/** Any text as a YAML scalar: JSON's strings are YAML's, and nothing in them can break out. */
function quote(text: string): string {
  return JSON.stringify(text)
}

function periodOf(hours: number): string {
  return `${Math.max(1, Math.round(hours * 60))}m`
}

function headPart({ clusterName, namespace }: Settings): string {
  return `# The Evenkeel agent ${version} for the cluster ${quote(clusterName)}.
# It only reads. Apply it with: kubectl apply -f -
# Take it off again with: kubectl delete namespace ${namespace} && kubectl delete clusterrole,clusterrolebinding evenkeel-agent
#   && kubectl -n kube-system delete role,rolebinding evenkeel-agent
`
}

const labels = 'app.kubernetes.io/name: evenkeel-agent'

function namespacePart({ namespace, nodeChecks }: Settings): string {
  const profile = nodeChecks ? 'privileged' : 'restricted'
  const reason = nodeChecks
    ? '# Pod security: only the profile "privileged" allows mounts of the host, read-only ones too.\n    # The agent itself takes no privilege: see its securityContext below.'
    : '# Pod security: without mounts of the host the agent keeps to the strictest profile.'
  return `apiVersion: v1
kind: Namespace
metadata:
  name: ${quote(namespace)}
  labels:
    ${labels}
    ${reason}
    pod-security.kubernetes.io/enforce: ${profile}
    pod-security.kubernetes.io/audit: ${profile}
    pod-security.kubernetes.io/warn: ${profile}
`
}

function accountPart({ namespace }: Settings): string {
  return `apiVersion: v1
kind: ServiceAccount
metadata:
  name: evenkeel-agent
  namespace: ${quote(namespace)}
  labels:
    ${labels}
# The pods ask for the token by themselves; nothing else in the namespace gets it.
automountServiceAccountToken: false
`
}

function rolesPart({ namespace }: Settings): string {
  const role = (
    kind: string,
    within: string,
    rules: string,
  ) => `apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata:
  name: evenkeel-agent
${within}  labels:
    ${labels}
rules:
${rules}
`
  const binding = (kind: string, within: string) => `apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}Binding
metadata:
  name: evenkeel-agent
${within}  labels:
    ${labels}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ${kind}
  name: evenkeel-agent
subjects:
  - kind: ServiceAccount
    name: evenkeel-agent
    namespace: ${quote(namespace)}
`
  const own = `  namespace: ${quote(namespace)}\n`
  const system = '  namespace: kube-system\n'
  return [
    role('ClusterRole', '', printPermissions(clusterPermissions)),
    binding('ClusterRole', ''),
    role('Role', system, printPermissions(configPermissions)),
    binding('Role', system),
    role('Role', own, printPermissions(leasePermissions)),
    binding('Role', own),
  ].join('---\n')
}

function secretPart({ namespace, token, ca }: Settings): string {
  const authority = ca === undefined ? '' : `  ca.crt: ${quote(ca)}\n`
  return `# The token serves to enrol agents of this cluster and for nothing else.
apiVersion: v1
kind: Secret
metadata:
  name: evenkeel-agent
  namespace: ${quote(namespace)}
  labels:
    ${labels}
type: Opaque
stringData:
  token: ${quote(token)}
${authority}`
}

function daemonSetPart(settings: Settings): string {
  const paths = hostPathsOf(settings.distribution)
  const mounts = paths.map(
    ({ name, path, reason }) => `            # ${reason}
            - name: ${name}
              mountPath: /host${path}
              readOnly: true`,
  )
  const volumes = paths.map(
    ({ name, path }) => `        - name: ${name}
          hostPath:
            path: ${path}
            type: ''`,
  )
  return `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: evenkeel-agent
  namespace: ${quote(settings.namespace)}
  labels:
    ${labels}
spec:
  selector:
    matchLabels:
      ${labels}
  updateStrategy:
    rollingUpdate:
      maxUnavailable: 10%
  template:
    metadata:
      labels:
        ${labels}
    spec:
      serviceAccountName: evenkeel-agent
      automountServiceAccountToken: true
      hostNetwork: false
      hostPID: false
      hostIPC: false
      # Every node is looked at: control plane, tainted and not ready ones too.
      tolerations:
        - operator: Exists
      nodeSelector:
        kubernetes.io/os: linux
      securityContext:
        # Files of the kubelet and of the control plane belong to root and are closed to others.
        # User 0 without a single capability reads them and can change nothing.
        runAsUser: 0
        runAsGroup: 0
        seccompProfile:
          type: RuntimeDefault
      containers:
${containerPart(settings)}
          volumeMounts:
${ownMounts}
${mounts.join('\n')}
      volumes:
${ownVolumes}
${volumes.join('\n')}
`
}

function deploymentPart(settings: Settings): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: evenkeel-agent
  namespace: ${quote(settings.namespace)}
  labels:
    ${labels}
spec:
  replicas: 1
  selector:
    matchLabels:
      ${labels}
  template:
    metadata:
      labels:
        ${labels}
    spec:
      serviceAccountName: evenkeel-agent
      automountServiceAccountToken: true
      securityContext:
        runAsNonRoot: true
        runAsUser: 65532
        runAsGroup: 65532
        fsGroup: 65532
        seccompProfile:
          type: RuntimeDefault
      containers:
${containerPart(settings)}
          volumeMounts:
${ownMounts}
      volumes:
${ownVolumes}
`
}

const ownMounts = `            - name: token
              mountPath: /var/run/secrets/evenkeel
              readOnly: true
            # The agent's own credential and what the server could not take yet.
            - name: state
              mountPath: /var/lib/evenkeel`

const ownVolumes = `        - name: token
          secret:
            secretName: evenkeel-agent
            defaultMode: 0440
        - name: state
          emptyDir:
            sizeLimit: 256Mi`

function containerPart(settings: Settings): string {
  const { image, serverUrl, clusterName, period, ca, nodeChecks } = settings
  const authority =
    ca === undefined
      ? ''
      : '\n            - name: EVENKEEL_SERVER_CA_FILE\n              value: /var/run/secrets/evenkeel/ca.crt'
  return `        - name: agent
          image: ${quote(image)}
          imagePullPolicy: IfNotPresent
          env:
            - name: EVENKEEL_SERVER
              value: ${quote(serverUrl)}
            - name: EVENKEEL_CLUSTER
              value: ${quote(clusterName)}
            - name: EVENKEEL_TOKEN_FILE
              value: /var/run/secrets/evenkeel/token
            - name: EVENKEEL_CREDENTIAL_FILE
              value: /var/lib/evenkeel/credential${authority}
            # Between full cycles; the first one runs at once.
            - name: EVENKEEL_PERIOD
              value: ${quote(period)}
            - name: EVENKEEL_NODE_SCOPE
              value: ${quote(nodeChecks ? 'on' : 'off')}
            - name: NODE_NAME
              valueFrom:
                fieldRef:
                  fieldPath: spec.nodeName
            - name: POD_NAME
              valueFrom:
                fieldRef:
                  fieldPath: metadata.name
            - name: POD_NAMESPACE
              valueFrom:
                fieldRef:
                  fieldPath: metadata.namespace
          ports:
            - name: http
              containerPort: 9464
          livenessProbe:
            httpGet:
              path: /healthz
              port: http
            initialDelaySeconds: 30
            periodSeconds: 30
            timeoutSeconds: 5
          securityContext:
            privileged: false
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop: [ALL]
          # The agent that leads holds the index of the cluster and needs the most.
          resources:
            requests:
              cpu: 20m
              memory: 96Mi
            limits:
              cpu: '1'
              memory: 512Mi`
}
