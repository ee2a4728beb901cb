/** YAML. */

import type { Value } from '../values/value.ts'
import type { BuiltinContext, BuiltinTable } from './builtin.ts'
import { succeeds } from './encodings.ts'
import { chargeText } from './limits.ts'
import { operand, stringOperand } from './operands.ts'
import { readYaml } from './yaml-read.ts'
import { writeYaml } from './yaml-write.ts'

export const yaml: BuiltinTable = {
  'yaml.marshal': [1, (args, context) => writeYaml(operand(args, 1), context)],
  'yaml.unmarshal': [1, unmarshal],
  'yaml.is_valid': [1, (args, context) => succeeds(() => unmarshal(args, context))],
}

/** A character costs as much to parse as several instructions. */
const unitsPerCharacter = 8

function unmarshal(args: readonly Value[], context: BuiltinContext): Value {
  const text = stringOperand(args, 1)
  chargeText(context, text.length)
  context.charge(text.length * unitsPerCharacter)
  return readYaml(text, context)
}
