/**
 * Holds the rules against Trivy's checks and Gatekeeper's library, on the recorded objects and on
 * the library's own cases, and writes docs/rule-comparison.md:
 * `node --import tsx scripts/compare-rules.ts TRIVY-CHECKS GATEKEEPER-LIBRARY`.
 */

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import {
  createEvaluator,
  createInventory,
  type ForeignRule,
  inventoryKinds,
  loadRules,
  readForeignRules,
} from '@evenkeel/benchmarks'
import type { Json, Resource } from '@evenkeel/model'
import { parse, parseAllDocuments } from 'yaml'
import { gatekeeperPairs, trivyPairs } from './rule-pairs.ts'

const [trivyFolder = '', gatekeeperFolder = ''] = process.argv.slice(2)
const fixtures = new URL('../packages/benchmarks/fixtures/', import.meta.url)
const ruleSet = loadRules()
const cluster = { id: 'comparison', name: 'comparison' }

const objects = readObjects()
const inventory = createInventory(inventoryKinds(ruleSet))
// Without the pods, so that each of them is judged by itself.
for (const object of objects) if (object.subType !== 'Pod') inventory.add(object)

const text = [
  '# Rules of others for the same thing',
  '<!-- Written by `scripts/compare-rules.ts`. -->',
  '## Trivy',
  `Each check of Trivy beside the rule that stands for the same thing, on ${objects.length} objects: 400 random pods, and a kubeadm cluster. The numbers count objects that fail.`,
  table(
    ['rule', 'check', 'both', 'neither', 'Trivy alone', 'Evenkeel alone', 'why'],
    compareTrivy(),
  ),
  '## Gatekeeper',
  "Each template of Gatekeeper's library beside the rules that stand for the same thing, on the library's own cases. Cases that need a constraint's exemptions, or the operation of an admission request, cannot agree.",
  table(['template', 'rules', 'cases', 'agree', 'why not all'], compareGatekeeper()),
].join('\n\n')
writeFileSync(fileURLToPath(new URL('../docs/rule-comparison.md', import.meta.url)), text)

function compareTrivy(): string[][] {
  const files = readdirSync(trivyFolder, { recursive: true, withFileTypes: true })
    .filter((it) => it.isFile() && it.name.endsWith('.rego') && !it.name.endsWith('_test.rego'))
    .map((it) => join(it.parentPath, it.name))
    .map((path) => ({ file: path.slice(trivyFolder.length), text: readFileSync(path, 'utf8') }))
  const theirs = readForeignRules(files).rules
  return trivyPairs.map(({ rule, checks, why }) => {
    const counts = countAgreement(
      rule,
      theirs.filter((it) => checks.some((id) => it.rule.id === `trivy/${id}`)),
    )
    const differs = counts[2] + counts[3] > 0
    return [`\`${rule}\``, checks.join(', '), ...counts.map(String), differs ? why : 'They agree.']
  })
}

/** Objects that fail by both, by neither, by the others alone, by us alone. */
function countAgreement(rule: string, theirs: ForeignRule[]): [number, number, number, number] {
  if (theirs.length === 0) throw new Error(`No check of Trivy was found for ${rule}.`)
  const evaluator = createEvaluator(ruleSet, { cluster, rules: [rule] })
  const kinds = ruleSet.modules.get(rule)?.metadata.custom.kinds ?? []
  const counts: [number, number, number, number] = [0, 0, 0, 0]
  for (const object of objects) {
    if (!kinds.includes(object.subType ?? '')) continue
    const own = isFailed(evaluator.evaluate(object, inventory).map(({ result }) => result))
    const other = isFailed(theirs.map((it) => it.judge(object, inventory.document)))
    counts[own ? (other ? 0 : 3) : other ? 2 : 1]++
  }
  return counts
}

function isFailed(results: ({ evaluation: string } | undefined)[]): boolean {
  return results.some((it) => it?.evaluation === 'failed')
}

interface Suite {
  tests: {
    constraint: string
    cases: { object: string; assertions: { violations?: unknown }[] }[]
  }[]
}

function compareGatekeeper(): string[][] {
  return gatekeeperPairs.map(({ template, rules, parameters, why }) => {
    const folder = join(gatekeeperFolder, 'library', template)
    const path = join(folder, 'suite.yaml')
    if (!existsSync(path)) throw new Error(`${path} is not there.`)
    const suite: Suite = parse(readFileSync(path, 'utf8'))
    let cases = 0
    let agree = 0
    for (const one of suite.tests) {
      const constraint = parse(readFileSync(join(folder, one.constraint), 'utf8'))
      const own = parameters?.(constraint.spec?.parameters ?? {}) ?? {}
      const evaluator = createEvaluator(ruleSet, { cluster, rules: [...rules], parameters: own })
      for (const { object, assertions } of one.cases) {
        const isViolated = !assertions.some(({ violations }) =>
          ['no', false, 0].includes(violations as never),
        )
        const found = evaluator.evaluate(toResource(readCase(join(folder, object))))
        cases++
        if (isFailed(found.map(({ result }) => result)) === isViolated) agree++
      }
    }
    const list = rules.map((it) => `\`${it}\``).join(', ')
    return [template, list, String(cases), String(agree), cases === agree ? 'They agree.' : why]
  })
}

interface KubeObject {
  apiVersion?: string
  kind: string
  metadata: { name: string; namespace?: string }
  request?: { object: KubeObject }
  [field: string]: Json | undefined | object
}

/** Some cases are whole admission requests. */
function readCase(path: string): KubeObject {
  const [first] = parseAllDocuments(readFileSync(path, 'utf8')).map((it) => it.toJS())
  return first.request?.object ?? first
}

function readObjects(): Resource[] {
  const lines = readFileSync(new URL('pod-security/pods.ndjson', fixtures), 'utf8')
    .trimEnd()
    .split('\n')
  const list = gunzipSync(
    readFileSync(new URL('kubeadm-node/objects.json.gz', fixtures)),
  ).toString()
  return [...lines.map((line) => JSON.parse(line).pod), ...JSON.parse(list).items].map(toResource)
}

function toResource(object: KubeObject): Resource {
  const { name, namespace } = object.metadata
  return {
    id: `k8s_object/${object.kind}/${namespace ?? ''}/${name}`,
    type: 'k8s_object',
    subType: object.kind,
    ...(object.apiVersion ? { apiVersion: object.apiVersion } : {}),
    name,
    ...(namespace ? { namespace } : {}),
    data: object,
  }
}

function table(head: string[], rows: string[][]): string {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
  return `${lines.join('\n')}\n`
}
