/** `evenkeel agent doctor`: looks at what the agent needs and says what to mend. */

import { type AgentConfig, type Diagnosis, diagnose, readAgentConfig } from '@evenkeel/agent'
import { exitStatus, Failure } from '../failure.ts'
import { createColours } from '../terminal/colour.ts'
import { escapeControls } from '../terminal/escape.ts'
import { version } from '../version.ts'
import type { AgentOptions } from './agent.ts'

/** 0 when nothing is broken, else 1. */
export async function agentDoctor(
  options: AgentOptions,
  format: 'table' | 'json',
): Promise<number> {
  const result = readAgentConfig(options)
  if ('mistakes' in result) throw new Failure(result.mistakes.join('\n'))
  if (format === 'json') return printJson(result.config)
  const colours = createColours(process.stdout)
  const paint = { well: colours.green, limited: colours.yellow, broken: colours.red }
  let status: number = exitStatus.done
  for await (const { subject, state, message } of diagnose(result.config, version)) {
    if (state === 'broken') status = 1
    const word = paint[state](state.padEnd(8))
    process.stdout.write(`${word} ${subject.padEnd(12)} ${escapeControls(message)}\n`)
  }
  return status
}

/** One document, so that a program need not read line by line. */
async function printJson(config: AgentConfig): Promise<number> {
  const diagnoses: Diagnosis[] = []
  for await (const diagnosis of diagnose(config, version)) diagnoses.push(diagnosis)
  const isBroken = diagnoses.some(({ state }) => state === 'broken')
  process.stdout.write(`${JSON.stringify({ well: !isBroken, diagnoses }, null, 2)}\n`)
  return isBroken ? 1 : exitStatus.done
}
