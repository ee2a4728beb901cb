/** The rules, the benchmarks that number them, and the evaluator that runs them. */

export {
  type Detected,
  type DetectionFacts,
  detectBenchmark,
  type Provider,
} from './detect/detect-benchmark.ts'
export type { DialectMistake, ForeignRule, ForeignRules, RuleFile } from './dialects/dialect.ts'
export { readForeignRules } from './dialects/read-foreign-rules.ts'
export { trivyBuiltin } from './dialects/trivy.ts'
export {
  createEvaluator,
  type EvaluationCounts,
  type Evaluator,
  type EvaluatorOptions,
} from './evaluate/evaluator.ts'
export {
  createInventory,
  type Inventory,
  type InventoryDocument,
  inventoryKinds,
  workloadKinds,
} from './evaluate/inventory.ts'
export { type FittedSettings, fitRuleSettings } from './evaluate/rule-settings.ts'
export { addFixes } from './fixes/add-fixes.ts'
export { applyPatch } from './fixes/apply.ts'
export { createFixer, type Fixer, type FixOptions, fixFor } from './fixes/fix-for.ts'
export { fixResource, type ResourceFix } from './fixes/fix-resource.ts'
export { filesToRead, type ReadText } from './fixes/node-files.ts'
export { unifiedDiff } from './fixes/unified-diff.ts'
export { findingId, hashFinding, hashResource } from './identity/identity.ts'
export { type RuleFiles, readRuleFiles } from './library/rule-files.ts'
export { loadRules, type RuleModule, type RuleSet } from './library/rule-set.ts'
export { rulesReading } from './library/rules-reading.ts'
export {
  defaultSandboxLimits,
  openSandbox,
  type RuleSandbox,
  type SandboxLimits,
} from './sandbox/sandbox.ts'
export { workerEntry } from './thread/worker-entry.ts'
