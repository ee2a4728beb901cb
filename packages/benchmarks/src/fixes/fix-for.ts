/** The fix of a finding: what to change, tried in memory before it is called verified. */

import type { Evidence, Finding, Fix, Json, NodeData, Resource } from '@evenkeel/model'
import { isRecord } from '../contract/records.ts'
import { createEvaluator, type EvaluatorOptions } from '../evaluate/evaluator.ts'
import type { Inventory } from '../evaluate/inventory.ts'
import type { FixSpec } from '../library/fix-spec.ts'
import type { RuleModule, RuleSet } from '../library/rule-set.ts'
import { fileCommands, howItChanges, objectCommands } from './commands.ts'
import { knownValues } from './known-values.ts'
import { applyNodeChanges, proposeNodeChanges } from './node-changes.ts'
import { filesOf, findOverruled, proxyCommands, type ReadText } from './node-files.ts'
import { fillPlaceholders, findPlaceholders } from './placeholders.ts'
import { type Fill, proposeChange } from './propose.ts'
import { createTrial, type Outcome, type Trial } from './trial.ts'

export interface FixOptions {
  ruleSet: RuleSet
  /** As the findings were made. */
  evaluator: EvaluatorOptions
  inventory: Inventory
  /** What the user filled in, by the name of the placeholder. */
  values?: Readonly<Record<string, string>>
  /** The files of a node, for diffs; see `filesToRead`. Without it a fix names settings alone. */
  readText?: ReadText
}

export interface Fixer {
  /**
   * Undefined where the finding has not failed, its rule knows no fix, the fix would mend only a
   * part of what the evidence shows, or it would make another rule fail. Changes nothing: the resource and the inventory stay as they are.
   */
  fixFor(finding: Finding, resource: Resource): Fix | undefined
}

/** For many findings: the rules are chosen once, and each resource is judged once as it is. */
export function createFixer(options: FixOptions): Fixer {
  const { ruleSet, evaluator: evaluatorOptions } = options
  // One of its own, since trying is no evaluation that counts.
  const evaluator = createEvaluator(ruleSet, evaluatorOptions)
  const trial = createTrial(options)

  function fixFor(finding: Finding, resource: Resource): Fix | undefined {
    const module = moduleWithFix(ruleSet, finding.rule.id)
    const spec = module?.metadata.custom.fix
    if (!module || !spec || finding.result.evaluation !== 'failed') return undefined
    const parameters = {
      ...evaluator.parameters[module.id],
      ...evaluator.parameters[finding.rule.id],
    }
    const fill = createFill(resource, parameters, options.values ?? {})
    const context: Context = { finding, resource, spec, fill, trial, module, options }
    const fix = resource.type === 'k8s_object' ? fixObject(context) : fixNode(context)
    if (!fix) return undefined
    const own = ruleSet.modules.get(finding.rule.id)?.metadata.custom.impact.trim() ?? ''
    const impact = [own, fix.patch.length > 0 ? howItChanges(resource) : ''].filter(Boolean)
    return impact.length > 0 ? { ...fix, impact: impact.join('\n') } : fix
  }
  return { fixFor }
}

/** The fix of one finding; for many `createFixer` is quicker. */
export function fixFor(finding: Finding, resource: Resource, options: FixOptions): Fix | undefined {
  return createFixer(options).fixFor(finding, resource)
}

interface Context {
  finding: Finding
  resource: Resource
  spec: FixSpec
  fill: Fill
  trial: Trial
  module: RuleModule
  options: FixOptions
}

/** A rule under a second id is mended as the first. */
function moduleWithFix({ modules }: RuleSet, id: string): RuleModule | undefined {
  const module = modules.get(id)
  if (!module || module.metadata.custom.fix) return module
  return modules.get(module.metadata.custom.same_as ?? '')
}

function createFill(
  resource: Resource,
  parameters: Readonly<Record<string, Json>>,
  values: Readonly<Record<string, string>>,
): Fill {
  return (value: unknown, evidence: Evidence) => {
    const known = new Map(knownValues(resource, parameters, evidence))
    for (const [name, given] of Object.entries(values)) known.set(name, given)
    return fillPlaceholders(value, known)
  }
}

function fixObject({ finding, resource, spec, fill, trial }: Context): Fix | undefined {
  const proposal = proposeChange(spec, finding.result.evidence, resource, fill)
  if (!proposal) return undefined
  const { patch, create } = proposal
  const placeholders = findPlaceholders([patch, create])
  const isOpen = placeholders.length > 0
  const outcome = isOpen ? open(placeholders) : trial.ofObject(finding, resource, proposal)
  if (outcome.isHarmful) return undefined
  const reason = shortened(finding) ?? outcome.reason
  return {
    patch,
    ...(create.length > 0 ? { create } : {}),
    commands: objectCommands(resource, patch, create),
    ...(isOpen ? { placeholders } : {}),
    is_verified: reason === null,
    reason,
  }
}

function fixNode({ finding, resource, spec, fill, trial, module, options }: Context) {
  const { data } = resource
  if (!isNodeData(data)) return undefined
  const { evidence } = finding.result
  const changes = proposeNodeChanges(spec, evidence, { file: module.file, data, fill })
  const files = filesOf(data, changes, options.readText ?? (() => undefined))
  const commands = [...fileCommands(files), ...proxyCommands(changes)]
  if (files.length + commands.length === 0) return undefined
  const placeholders = findPlaceholders(changes.settings.map((it) => it.value))
  const changed = { ...resource, data: applyNodeChanges(data, changes) }
  const isOpen = placeholders.length > 0
  const outcome = isOpen ? open(placeholders) : trial.ofNode(finding, resource, changed)
  if (outcome.isHarmful) return undefined
  const reason = shortened(finding) ?? findOverruled(data, changes, files) ?? outcome.reason
  if (changes.settings.some((it) => it.component === 'kubelet')) {
    commands.push('systemctl restart kubelet')
  }
  return {
    patch: [],
    files,
    ...(commands.length > 0 ? { commands } : {}),
    ...(isOpen ? { placeholders } : {}),
    is_verified: reason === null,
    reason,
  }
}

/** Evidence is cut at a number of places, and what is not shown would stay as it is. */
function shortened({ result }: Finding): string | null {
  return result.reason !== null && /^\d+ places in all/.test(result.reason)
    ? `It mends the places that are shown. ${result.reason}`
    : null
}

/** What is not filled in cannot be tried. */
function open(placeholders: readonly { name: string }[]): Outcome {
  return {
    reason: `Fill in ${placeholders.map((it) => it.name).join(', ')}.`,
    isHarmful: false,
  }
}

function isNodeData(data: unknown): data is NodeData {
  return isRecord(data) && isRecord(data.components) && Array.isArray(data.files)
}
