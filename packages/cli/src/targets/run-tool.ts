/** Runs a program of the user's machine without a shell, within limits. */

import { execFile } from 'node:child_process'

const milliseconds = 120_000
const outputBytesMax = 256 * 1024 * 1024

export type ToolResult =
  | { state: 'done'; output: string }
  | { state: 'missing' }
  | { state: 'failed'; reason: string }

export function runTool(
  program: string,
  args: readonly string[],
  options: { cwd?: string; signal?: AbortSignal | undefined } = {},
): Promise<ToolResult> {
  const limits = { timeout: milliseconds, maxBuffer: outputBytesMax, encoding: 'utf8' } as const
  return new Promise((resolve) => {
    execFile(program, args, { ...options, ...limits }, (error, output, errors) => {
      if (!error) resolve({ state: 'done', output })
      else if (error.code === 'ENOENT') resolve({ state: 'missing' })
      else resolve({ state: 'failed', reason: firstLine(errors) || error.message })
    })
  })
}

function firstLine(text: string): string {
  return (
    text
      .trim()
      .split('\n')[0]
      ?.replace(/^Error: /i, '') ?? ''
  )
}
