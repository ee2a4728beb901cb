/** Reads the METADATA block at the head of a rule's file: what the rule says of itself. */

import { oneOf, ResourceType, RuleParameter, Severity } from '@evenkeel/model'
import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { parse } from 'yaml'
import { FixSpec } from './fix-spec.ts'

const text = Type.String({ minLength: 1 })

/** What follows `# METADATA`; unknown keys are mistakes. */
const Metadata = Type.Object(
  {
    scope: oneOf('package'),
    title: text,
    description: text,
    related_resources: Type.Optional(Type.Array(Type.Object({ ref: text }))),
    custom: Type.Object(
      {
        /** Where the path does not give it: the path `pod/host_pid.rego` gives `pod-host-pid`. */
        id: Type.Optional(text),
        severity: Severity,
        /** The heading where no chosen benchmark has one. */
        category: text,
        rationale: text,
        remediation: text,
        impact: Type.String(),
        resource_types: Type.Array(ResourceType, { minItems: 1 }),
        kinds: Type.Optional(Type.Array(text)),
        /** Kinds that the rule reads from `data.inventory`. */
        inventory: Type.Optional(Type.Array(text)),
        /** The rule reads `data.pod_labels`: the sets of labels of all pods, by namespace. */
        pod_labels: Type.Optional(Type.Boolean()),
        parameters: Type.Optional(Type.Array(RuleParameter)),
        /** What makes the rule pass, done at each path of its failed evidence. */
        fix: Type.Optional(FixSpec),
        /** The rule can only ever ask a person. */
        manual: Type.Optional(Type.Boolean()),
        /** Evaluated only where it is chosen: too noisy, or without sense until it has parameters. */
        optional: Type.Optional(Type.Boolean()),
        /** The rule that says the same under another id; it then counts once unless chosen. */
        same_as: Type.Optional(text),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
)
export type Metadata = Static<typeof Metadata>
const validator = Compile(Metadata)

export type MetadataResult = { metadata: Metadata } | { error: string }

/** The metadata of a module, or a sentence that says what is wrong with it. */
export function parseMetadata(file: string, source: string): MetadataResult {
  const lines = source.split('\n')
  const start = lines.findIndex((line) => line.trim() === '# METADATA')
  if (start < 0) return { error: `${file} has no # METADATA block.` }

  const block: string[] = []
  for (const line of lines.slice(start + 1)) {
    if (!line.startsWith('#')) break
    block.push(line.replace(/^# ?/, ''))
  }
  let value: unknown
  try {
    value = parse(block.join('\n'))
  } catch (error) {
    return { error: `The METADATA of ${file} is not YAML: ${String(error)}` }
  }
  if (validator.Check(value)) return { metadata: value }
  const [first] = validator.Errors(value)
  return { error: `The METADATA of ${file} at ${first?.instancePath || '/'} ${first?.message}.` }
}
