import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiOnlyCluster, startApiOnly } from '../cluster/api-only.ts'
import { evenkeel, startUp } from '../product.ts'
import { missing, title } from '../requirements.ts'

interface Finding {
  id: string
  rule: { id: string }
  resource: { name: string; sub_type: string | null }
  result: { evaluation: string }
}

interface Scan {
  findings: Finding[]
  coverage: { gaps: { source: string; reason: string }[] }
}

const reasons = missing('api')

const objects = {
  apiVersion: 'v1',
  kind: 'List',
  items: [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'privileged', namespace: 'shop' },
      spec: { containers: [{ name: 'c', image: 'i', securityContext: { privileged: true } }] },
    },
  ],
}

describe.skipIf(reasons.length > 0)(title('command line on a cluster', reasons), () => {
  let cluster: ApiOnlyCluster
  let folder: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'evenkeel-cli-'))
    cluster = await startApiOnly()
    await cluster.kubectl(['create', '-f', '-'], JSON.stringify(objects))
  })
  afterAll(async () => {
    await cluster?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const scan = async (...args: string[]): Promise<Scan> =>
    JSON.parse((await evenkeel(['scan', '--format=json', ...args])).stdout)

  /** A kubeconfig for a service account that may list pods and nothing else. */
  const limitedKubeconfig = async (): Promise<string> => {
    await cluster.kubectl(['create', 'serviceaccount', 'lister'])
    await cluster.kubectl(['create', 'clusterrole', 'lister', '--verb=list', '--resource=pods'])
    const binding = ['--clusterrole=lister', '--serviceaccount=default:lister']
    await cluster.kubectl(['create', 'clusterrolebinding', 'lister', ...binding])
    const token = (await cluster.kubectl(['create', 'token', 'lister'])).trim()
    return writeKubeconfig('limited', {
      server: cluster.url,
      'certificate-authority': cluster.caFile,
      token,
    })
  }

  const writeKubeconfig = (name: string, values: Record<string, string>): string => {
    const { token, ...access } = values
    const path = join(folder, `${name}.json`)
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name, cluster: access }],
      users: [{ name, user: token ? { token } : {} }],
      contexts: [{ name, context: { cluster: name, user: name } }],
      'current-context': name,
    }
    writeFileSync(path, JSON.stringify(config))
    return path
  }

  test('scans the cluster of the kubeconfig', async () => {
    const { findings } = await scan(`--kubeconfig=${cluster.kubeconfig}`)
    const privileged = findings.filter((it) => it.rule.id === 'pod-privileged')
    expect(privileged.map((it) => [it.resource.name, it.result.evaluation])).toEqual([
      ['privileged', 'failed'],
    ])
    expect(findings.some((it) => it.resource.sub_type === 'ClusterRole')).toBe(true)
  })

  test('shows what it may not see as unknown', async () => {
    const { findings, coverage } = await scan(`--kubeconfig=${await limitedKubeconfig()}`)
    // The pod was seen; pods of Deployments, which it may not list, were not.
    const privileged = findings.filter((it) => it.rule.id === 'pod-privileged')
    const evaluations = Object.fromEntries(
      privileged.map((it) => [it.resource.name, it.result.evaluation]),
    )
    expect(evaluations).toMatchObject({ privileged: 'failed', Deployment: 'unknown' })
    const roles = findings.filter((it) => it.rule.id.startsWith('rbac-'))
    expect(roles.length).toBeGreaterThan(0)
    expect(new Set(roles.map((it) => it.result.evaluation))).toEqual(new Set(['unknown']))
    expect(coverage.gaps.map((it) => `${it.source}: ${it.reason}`).join('\n')).toMatch(
      /clusterroles/,
    )
  })

  test('finds in a snapshot what it finds in the cluster', async () => {
    const snapshot = join(folder, 'cluster.snapshot.gz')
    const kubeconfig = `--kubeconfig=${cluster.kubeconfig}`
    await evenkeel(['collect', kubeconfig, `--output=${snapshot}`])
    const results = ({ findings }: Scan) =>
      findings.map((it) => `${it.id} ${JSON.stringify(it.result)}`).sort()
    expect(results(await scan(snapshot))).toEqual(results(await scan(kubeconfig)))
  })

  test('says in a sentence that a cluster does not answer', async () => {
    const kubeconfig = writeKubeconfig('gone', { server: 'https://127.0.0.1:9' })
    const error = await scan(`--kubeconfig=${kubeconfig}`).catch((it: unknown) => it)
    expect(error).toMatchObject({ code: expect.any(Number) })
    const { stderr } = error as { stderr: string }
    expect(stderr).toContain('127.0.0.1:9')
    expect(stderr).not.toContain('    at ')
  })

  test('keeps the findings of local mode over a restart', async () => {
    const dataDir = join(folder, 'data')
    const seen: Record<string, string>[] = []
    for (let start = 1; start <= 2; start += 1) {
      const up = await startUp(dataDir, cluster.kubeconfig)
      const findings = await up.waitForFindings('rule.id : pod-privileged')
      seen.push(Object.fromEntries(findings.map((it) => [it.id, it.first_seen])))
      expect(await up.interrupt()).toBe(0)
    }
    expect(Object.keys(seen[0] ?? {})).toHaveLength(1)
    expect(seen[1]).toEqual(seen[0])
  })
})
