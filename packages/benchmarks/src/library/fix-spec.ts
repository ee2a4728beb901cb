/** What a rule's METADATA may say of how it is made to pass: `fix`, one step or several. */

import { type Static, type TSchema, Type } from 'typebox'

const strict = { additionalProperties: false }
const text = Type.String({ minLength: 1 })

/**
 * Where a step is done, beside what it does.
 * `match`: only at evidence whose path the regular expression finds; the others need another step.
 * `at`: instead of the evidence's own path. `^` is its parent, `^^` that one's, `.a.b` lies below it,
 * `pod.a` below the spec of the pod, anything else starts at the root of the object.
 * `within: template`: the path of the evidence starts at the template of the pod.
 * `if: absent`: only where nothing stands there yet; else there is no fix.
 */
const place = {
  match: Type.Optional(text),
  at: Type.Optional(text),
  within: Type.Optional(Type.Literal('template')),
  if: Type.Optional(Type.Literal('absent')),
}

function step<T extends Record<string, TSchema>>(properties: T) {
  return Type.Object({ ...properties, ...place }, strict)
}

/**
 * One step, done at each path of the failed evidence.
 * Text may hold placeholders: `<name>` and the others of `fixes/known-values.ts` are filled in,
 * the rest are for the user to fill, and until then the fix is not verified.
 * `<replicas: number>` is a number once it is filled.
 */
export const FixStep = Type.Union([
  step({ set: Type.Unknown() }),
  step({ remove: Type.Literal(true) }),
  /** The list then has the item, and no longer has it. */
  step({ include: Type.Union([text, Type.Number()]) }),
  step({ exclude: Type.Union([text, Type.Number()]) }),
  /** In the text that stands there. */
  step({ replace: Type.Object({ from: Type.String(), to: Type.String() }, strict) }),
  /** A rule of a role loses these verbs on these resources and keeps all others. */
  step({
    revoke: Type.Array(
      Type.Object({ verbs: Type.Array(text), resources: Type.Array(text) }, strict),
    ),
  }),
  /** A new object, once for the finding. */
  step({ create: Type.Record(Type.String(), Type.Unknown()) }),
  /** A file of a node gets the mode or owner that the evidence expects. */
  step({ mode: Type.Literal(true) }),
  step({ owner: Type.Literal(true) }),
])
export type FixStep = Static<typeof FixStep>

export const FixSpec = Type.Union([FixStep, Type.Array(FixStep, { minItems: 1 })])
export type FixSpec = Static<typeof FixSpec>

export function stepsOf(spec: FixSpec): FixStep[] {
  return Array.isArray(spec) ? spec : [spec]
}
