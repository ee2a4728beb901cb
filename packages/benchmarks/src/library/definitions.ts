/** Reads benchmark definitions: which rule stands at which number. */

import { Assessment, nullable, oneOf, Profile } from '@evenkeel/model'
import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { parse } from 'yaml'

const DefinitionRule = Type.Object(
  {
    number: Type.String({ minLength: 1 }),
    rule: Type.String({ minLength: 1 }),
    profile: Type.Optional(nullable(Profile)),
    assessment: Assessment,
    /** Needed where no rule exists yet. */
    title: Type.Optional(Type.String({ minLength: 1 })),
    /** What would answer a control that has no rule: a call to a cloud, a question to a person. */
    answered_by: Type.Optional(Type.String({ minLength: 1 })),
    /** What this benchmark asks for where it differs from the rule's own defaults. */
    parameters: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  { additionalProperties: false },
)
export type DefinitionRule = Static<typeof DefinitionRule>

const Definition = Type.Object(
  {
    id: Type.String({ minLength: 1 }),
    name: Type.String({ minLength: 1 }),
    version: Type.String({ minLength: 1 }),
    kind: oneOf('benchmark', 'framework'),
    sections: Type.Array(
      Type.Object(
        {
          number: Type.String(),
          title: Type.String({ minLength: 1 }),
          rules: Type.Array(DefinitionRule),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
)
export type Definition = Static<typeof Definition>
const validator = Compile(Definition)

export type DefinitionResult = { definition: Definition } | { error: string }

export function parseDefinition(file: string, source: string): DefinitionResult {
  let value: unknown
  try {
    value = parse(source)
  } catch (error) {
    return { error: `${file} is not YAML: ${String(error)}` }
  }
  if (validator.Check(value)) return { definition: value }
  const [first] = validator.Errors(value)
  return { error: `${file} at ${first?.instancePath || '/'} ${first?.message}.` }
}
