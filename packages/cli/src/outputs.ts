/** Which format goes where: the first `--format` with the first `--output`, and so on. */

import { Failure } from './failure.ts'
import { type FormatName, loadFormat } from './formats/formats.ts'
import type { FormatOptions, ScanResult } from './formats/result.ts'
import { writeOutput } from './output.ts'

export interface Output {
  format: FormatName
  /** Undefined for standard output. */
  file: string | undefined
}

/** One format may go to standard output: the last one, when it has no file. */
export function pairOutputs(formats: FormatName[], files: string[]): Output[] {
  const names = formats.length > 0 ? formats : (['table'] as const)
  if (files.length > names.length) {
    throw new Failure(
      `There are ${files.length} of --output and ${names.length} of --format; give one --format before each --output.`,
    )
  }
  if (names.length > files.length + 1) {
    throw new Failure(
      `${names.length - files.length} formats have no --output, and only one can go to standard output.`,
    )
  }
  const twice = files.find((it, index) => files.indexOf(it) !== index)
  if (twice !== undefined) throw new Failure(`${twice} stands twice behind --output.`)
  return names.map((format, index) => ({ format, file: files[index] }))
}

export async function writeOutputs(
  outputs: Output[],
  result: ScanResult,
  options: Pick<FormatOptions, 'target' | 'rules' | 'at'>,
): Promise<void> {
  for (const { format, file } of outputs) {
    const print = await loadFormat(format)
    const isTerminal = file === undefined && process.stdout.isTTY === true
    const columns = isTerminal ? process.stdout.columns : undefined
    await writeOutput(print(result, { ...options, columns, isTerminal }), file)
  }
}
