/** The Kustomize bases, written by `npm run docs` out of the same objects as the chart. */

import { objectsByFile } from './chart.ts'
import { defaultNamespace, printObjects } from './manifest.ts'
import { agentName } from './metadata.ts'
import type { YamlPrinting } from './print-yaml.ts'
import type { JsonMap } from './value-fields.ts'
import { readValues } from './values.ts'

const written = '# Written by `npm run docs` out of packages/server/src/manifest.\n'
/** Stands in the bases for what an overlay has to say. */
const exampleServer = 'https://evenkeel.example.com'

export { chartFiles } from './chart.ts'
export { explained } from './explained.ts'
export { hostPathsOf } from './host-paths.ts'
export { clusterPermissions, leavable } from './permissions.ts'
export { valueFields } from './value-fields.ts'

/** What the bases are made with; the overlay brings the Secret and the address of the server. */
export const kustomizeBases: Record<string, JsonMap> = {
  base: {},
  'api-only': { nodeChecks: false },
}

export function baseValues(values: JsonMap): JsonMap {
  return {
    createNamespace: true,
    server: { url: exampleServer },
    token: { existingSecret: agentName },
    ...values,
  }
}

/** By their paths below `deploy/kustomize`. */
export function kustomizeFiles(): Map<string, string> {
  const files = new Map<string, string>()
  for (const [name, given] of Object.entries(kustomizeBases)) {
    const { values = {} } = readValues(baseValues(given))
    const printing: YamlPrinting = { values, namespace: defaultNamespace, leftOut: () => '' }
    const resources: string[] = []
    for (const [file, objects] of objectsByFile()) {
      const printed = printObjects(objects, printing)
      if (printed.length === 0) continue
      resources.push(file)
      files.set(`${name}/${file}`, `${written}${printed.join('---\n')}`)
    }
    files.set(`${name}/kustomization.yaml`, kustomization(resources))
  }
  files.set('example/kustomization.yaml', exampleOverlay)
  files.set('example/agent.yaml', exampleSettings)
  files.set('example/token', 'put-the-enrolment-token-here')
  return files
}

function kustomization(resources: string[]): string {
  return `${written}apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
${resources.map((it) => `  - ${it}`).join('\n')}
`
}

const exampleSettings = `period: 1h
log-level: info
node-scope: "on"
exclude-namespaces: "kube-node-lease"
`

const exampleOverlay = `${written}# Copy this folder, put the enrolment token into the file \`token\`, and say where the server is.
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - ../base
secretGenerator:
  - name: ${agentName}
    namespace: ${defaultNamespace}
    files:
      - token
    options:
      disableNameSuffixHash: true
      labels:
        app.kubernetes.io/name: ${agentName}
configMapGenerator:
  # The settings that the agent takes over without a restart.
  - name: ${agentName}
    namespace: ${defaultNamespace}
    behavior: merge
    files:
      - agent.yaml
    options:
      disableNameSuffixHash: true
patches:
  - target:
      kind: DaemonSet
      name: ${agentName}
    patch: |-
      apiVersion: apps/v1
      kind: DaemonSet
      metadata:
        name: ${agentName}
      spec:
        template:
          spec:
            containers:
              - name: agent
                env:
                  - name: EVENKEEL_SERVER
                    value: https://evenkeel.acme.example
                  - name: EVENKEEL_CLUSTER
                    value: prod-eu-1
`
