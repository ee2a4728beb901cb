/** Structured logs of the agent; what looks like a secret is taken out before it is written. */

import pino, { type DestinationStream, type Logger } from 'pino'
import { redactCommandText } from '../redaction/text.ts'
import type { AgentConfig } from './config.ts'

export function createLogger(
  level: AgentConfig['logLevel'],
  bindings: Record<string, string | undefined>,
  destination?: DestinationStream,
): Logger {
  const options = {
    level,
    base: bindings,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    hooks: { streamWrite: redactLine },
    serializers: { err: errorFields },
  }
  return destination ? pino(options, destination) : pino(options)
}

/** The message is a sentence for people; a stack helps only where it is a bug. */
function errorFields(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) }
  const isExpected = 'kind' in error
  const cause = error.cause instanceof Error ? error.cause.message : undefined
  return {
    name: error.name,
    message: error.message,
    ...(cause ? { cause } : {}),
    ...(isExpected ? {} : { stack: error.stack }),
  }
}

/** The whole line is JSON; what is taken out are parts of texts inside it. */
function redactLine(line: string): string {
  return redactCommandText(line)
}
