/** Colour on a terminal only; `NO_COLOR` and `TERM=dumb` turn it off. */

import type { Evaluation, Severity } from '@evenkeel/model'
import picocolors from 'picocolors'

export type Colours = ReturnType<typeof picocolors.createColors>

export function createColours(stream: { isTTY?: boolean | undefined }, env = process.env): Colours {
  const isWanted = stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb'
  return picocolors.createColors(isWanted || Boolean(env.FORCE_COLOR))
}

export function paintSeverity(colours: Colours, severity: Severity): string {
  const paint = {
    critical: colours.magenta,
    high: colours.red,
    medium: colours.yellow,
    low: colours.blue,
    info: colours.gray,
  }[severity]
  return paint(severity)
}

/** The word stands beside the colour, so that nothing is said by colour alone. */
export function paintEvaluation(colours: Colours, evaluation: Evaluation): string {
  const paint = {
    passed: colours.green,
    failed: colours.red,
    unknown: colours.yellow,
    manual: colours.cyan,
  }[evaluation]
  return paint(evaluation)
}
